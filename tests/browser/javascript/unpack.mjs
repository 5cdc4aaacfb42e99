// Unpacks the Chromium of the npm package into TMPDIR, and prints where it lies.
import { writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { tmpdir } from 'node:os'
import { fileURLToPath } from 'node:url'
import chromium, { inflate } from '@sparticuz/chromium'

// The package's own list of fonts names folders of a cloud machine.
const fonts = `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>/usr/share/fonts</dir><dir prefix="relative">fonts</dir></fontconfig>
`
const archives = join(dirname(fileURLToPath(import.meta.resolve('@sparticuz/chromium'))), '../bin')
const program = await chromium.executablePath(archives)
await inflate(join(archives, 'al2023.tar.br'))
await writeFile(join(tmpdir(), 'fonts/fonts.conf'), fonts)
console.log(program)
