// Writes a program that compiles if and only if the dashboards that are named have the types of Grafana's schema.
import { readFileSync } from 'node:fs';

console.log(`import type { Dashboard } from '@grafana/schema';
// As JSON: the values of an enumeration are texts.
type Json<T> = T extends string ? \`\${T}\`
  : T extends number | boolean | null | undefined ? T
  : T extends (infer U)[] ? readonly Json<U>[]
  : T extends object ? { readonly [K in keyof T]: Json<T[K]> } : T;`);
process.argv.slice(2).forEach((file, number) => {
  const text = readFileSync(file, 'utf8').trim();
  console.log(`// ${file}\nconst json${number} = ${text} as const;\nexport const dashboard${number}: Json<Dashboard> = json${number};`);
});
