// Prints what the official parser finds in the AsyncAPI document named: a JSON list, best empty.
import { readFile } from 'node:fs/promises'
import { Parser } from '@asyncapi/parser'

const { document, diagnostics } = await new Parser().parse(await readFile(process.argv[2], 'utf8'))
const found = diagnostics.map(({ severity, code, message, path }) => ({ severity, code, message, path }))
if (!document) found.push({ message: 'there is no document' })
console.log(JSON.stringify(found, null, 2))
