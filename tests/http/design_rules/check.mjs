// Prints what Spectral finds in the OpenAPI documents named: a JSON list, best empty.
import { readFile } from 'node:fs/promises'
import spectral from '@stoplight/spectral-core'
import parsers from '@stoplight/spectral-parsers'
import rules from './rules.mjs'

const checking = new spectral.Spectral()
checking.setRuleset(rules)
const found = []
for (const file of process.argv.slice(2)) {
  const document = new spectral.Document(await readFile(file, 'utf8'), parsers.Json, file)
  for (const { code, message, path } of await checking.run(document)) found.push({ file, code, message, path: path.join('.') })
}
console.log(JSON.stringify(found, null, 2))
