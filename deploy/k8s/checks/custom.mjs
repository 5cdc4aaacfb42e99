// Checks custom resources, given as JSON on standard input, against the schemas that
// @kubernetes-models carries; prints what is wrong, line by line.
//
// Two looks: the schema's own validator refuses wrong types and missing fields but takes unknown
// ones; the compiler, given each resource as a literal of the model's type, refuses those.
import {mkdirSync, readFileSync, writeFileSync} from "node:fs";
import {createRequire} from "node:module";
import {join} from "node:path";
import {pathToFileURL} from "node:url";

const tools = process.argv[2]; // where node_modules is
const require = createRequire(join(tools, "package.json"));
const MODELS = {
  "keda.sh/v1alpha1": "@kubernetes-models/keda",
  "cert-manager.io/v1": "@kubernetes-models/cert-manager",
  "monitoring.coreos.com/v1": "@kubernetes-models/prometheus-operator",
  "external-secrets.io/v1": "@kubernetes-models/external-secrets",
  "postgresql.cnpg.io/v1": "@kubernetes-models/cloudnative-pg",
};
const resources = JSON.parse(readFileSync(0, "utf8"));
const wrong = [];
const literals = [];
for (const resource of resources) {
  const {apiVersion, kind} = resource;
  const who = `${kind}/${resource.metadata.name}`;
  const model = MODELS[apiVersion];
  if (!model) {
    wrong.push(`${who}: no schema of ${apiVersion} is known here`);
    continue;
  }
  const path = `${model}/${apiVersion}/${kind}`;
  let made;
  try {
    made = (await import(pathToFileURL(join(tools, "node_modules", `${path}.js`)).href))[kind];
  } catch (error) {
    wrong.push(`${who}: ${apiVersion} has no ${kind}`);
    continue;
  }
  try {
    new made(resource).validate();
  } catch (error) {
    wrong.push(`${who}: ${error.message}`);
  }
  literals.push([who, path, kind, resource]);
}

// One line a resource, so that the line of an error names it.
const typed = literals.map(([, path, kind, resource]) =>
  `{ const given: import("${path}").I${kind} = ` +
  `${JSON.stringify(resource)}; void given; }`);
const folder = join(tools, "typed");
mkdirSync(folder, {recursive: true});
const file = join(folder, "resources.ts");
writeFileSync(file, `export {};\n${typed.join("\n")}\n`);
const ts = require("typescript");
const program = ts.createProgram([file], {
  noEmit: true, strict: true, skipLibCheck: true, target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler, types: [],
});
for (const found of ts.getPreEmitDiagnostics(program)) {
  const line = found.file?.fileName === file
    ? found.file.getLineAndCharacterOfPosition(found.start).line : -1;
  const who = line > 0 ? literals[line - 1][0] : "compiler";
  let message = found.messageText;
  while (message.next?.length) message = message.next[0]; // the last one names the field
  wrong.push(`${who}: ${message.messageText ?? message}`);
}
for (const line of wrong) console.log(line);
process.exitCode = wrong.length ? 1 : 0;
