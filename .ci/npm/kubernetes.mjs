// Validates the Kubernetes objects of the files that are named against the schemas of Kubernetes, of the Prometheus Operator
// and of the Gateway API, and writes a program that compiles if and only if none of them has a field that its kind does not have:
// the API server prunes such a field without a word.
import { readFileSync } from 'node:fs';
import { parseAllDocuments } from 'yaml';

const packages = {
  'monitoring.coreos.com': '@kubernetes-models/prometheus-operator/',
  'gateway.networking.k8s.io': '@kubernetes-models/gateway-api/',
};

let number = 0;
for (const file of process.argv.slice(2)) {
  for (const document of parseAllDocuments(readFileSync(file, 'utf8'))) {
    const object = document.toJS();
    const where = `${object.apiVersion}/${object.kind}`;
    const from = (packages[object.apiVersion.split('/')[0]] ?? 'kubernetes-models/') + where;
    const Model = (await import(from))[object.kind];
    try {
      new Model(object).validate();
    } catch (error) {
      console.error(`${file}: ${where} ${object.metadata?.name}: ${error.message}`);
      process.exitCode = 1;
    }
    number++;
    console.log(`// ${file}: ${where} ${object.metadata.name}
import type { I${object.kind} as Kind${number} } from '${from}';
export const object${number}: Kind${number} = ${JSON.stringify(object, null, 1)};`);
  }
}
