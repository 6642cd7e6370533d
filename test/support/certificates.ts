import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/** A certificate authority in a folder, made with openssl as an operator would. */
export class Authority {
  readonly ca: string;

  constructor(private readonly folder: string, private readonly name: string) {
    this.openssl('req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2', '-subj', `/CN=${name}`, '-keyout', `${name}.key`, '-out', `${name}.pem`);
    this.ca = this.read(`${name}.pem`);
  }

  /** @param subject an address or name of a server, or whose client it is; `days` may be past */
  issue(subject: string, usage: 'serverAuth' | 'clientAuth'): Certificate {
    const file = `${this.name}-${usage}-${subject.replaceAll(/\W/g, '_')}`;
    const alternative = /^[\d.]+$/.test(subject) ? `IP:${subject}` : `DNS:${subject}`;
    writeFileSync(join(this.folder, `${file}.ext`), `extendedKeyUsage=${usage}\nsubjectAltName=${alternative}\n`);
    this.openssl('req', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-subj', `/CN=${subject}`, '-keyout', `${file}.key`, '-out', `${file}.csr`);
    this.openssl('x509', '-req', '-in', `${file}.csr`, '-CA', `${this.name}.pem`, '-CAkey', `${this.name}.key`, '-CAcreateserial', '-days', '1', '-extfile', `${file}.ext`, '-out', `${file}.pem`);
    return { cert: this.read(`${file}.pem`), key: this.read(`${file}.key`) };
  }

  private read(file: string): string {
    return readFileSync(join(this.folder, file), 'utf8');
  }

  private openssl(...args: string[]): void {
    execFileSync('openssl', args, { cwd: this.folder, stdio: 'pipe' });
  }
}
