// The NL API Design Rules (https://logius-standaarden.github.io/API-Design-Rules/), as far as an
// OpenAPI document shows whether they are kept. Each rule is written here from the text of the
// standard, under its own name there; Spectral's own rules for OpenAPI that it recommends
// come with them.
import { casing, pattern, schema, truthy } from '@stoplight/spectral-functions'
import { oas } from '@stoplight/spectral-rulesets'

const every = (statuses) => `$.paths[*][*].responses[?(@property.match(/^[${statuses}]/))]`
const must = (message, given, then) => ({ severity: 'error', message, given, then })
const has = (...required) => ({ function: schema, functionOptions: { schema: { type: 'object', required } } })
const like = (match, field) => ({ field, function: pattern, functionOptions: { match } })
const unlike = (notMatch, field) => ({ field, function: pattern, functionOptions: { notMatch } })
const date = { type: 'object', required: ['format'], properties: { format: { const: 'date' } } }

export default {
  extends: [[oas, 'recommended']],
  rules: {
    'doc-openapi': must('OpenAPI 3', '$', like('^3\\.', 'openapi')),
    'doc-openapi-contact': must('who answers questions', '$.info.contact', has('name', 'url', 'email')),
    semver: must('major.minor.patch', '$.info', like('^\\d+\\.\\d+\\.\\d+$', 'version')),
    'version-header': must('each answer says the version', every('23'), {
      function: schema,
      functionOptions: {
        schema: { type: 'object', required: ['headers'], properties: { headers: { required: ['API-Version'] } } }
      }
    }),
    'uri-version': must('the major version ends the address', '$.servers[*]', like('/v\\d+$', 'url')),
    'uri-version-once': must('and is in no path', '$.paths', unlike('^/v\\d+(/|$)', '@key')),
    'transport-security': must('https', '$..servers[*]', like('^https://', 'url')),
    'no-trailing-slash': must('no slash ends a path', '$.paths', unlike('.+/$', '@key')),
    'path-segments-kebab-case': must('kebab-case', '$.paths', like('^(/([a-z0-9]+(-[a-z0-9]+)*|\\{\\w+\\}))+$', '@key')),
    'query-keys-camel-case': must('camelCase', "$.paths[*][*].parameters[?(@ && @.in=='query')]", like('^[a-z][a-zA-Z0-9]*$', 'name')),
    'property-names-camel-case': must('camelCase', '$.components.schemas[*].properties', {
      field: '@key', function: casing, functionOptions: { type: 'camel' }
    }),
    'schema-names-pascal-case': must('PascalCase', '$.components.schemas', {
      field: '@key', function: casing, functionOptions: { type: 'pascal' }
    }),
    'http-methods': must('a standard method', '$.paths[*]', like('^(get|put|post|patch|delete|parameters|servers)$', '@key')),
    'problem-details': must('errors are problem details', `${every('45')}.content`, has('application/problem+json')),
    'problem-details-members': must(
      'status, title and detail', `${every('45')}.content[*].schema.properties`, has('status', 'title', 'detail')
    ),
    'problem-details-bad-input': must('bad input is 400', "$.paths[*][?(@property!='parameters')].responses", has('400')),
    'date-format': must('a date says that it is one', "$..properties[?(@property.match(/^(date|\\w+Date)$/))]", {
      function: schema,
      functionOptions: { schema: { anyOf: [date, { required: ['anyOf'], properties: { anyOf: { contains: date } } }] } }
    }),
    'described-security': must('how to get in', '$.paths[*][*]', { field: 'security', function: truthy })
  }
}
