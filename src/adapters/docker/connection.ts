/** How a Docker engine is reached: its socket, mutual TLS, or SSH. */
export type DockerConnection =
  | { readonly kind: 'socket'; readonly socketPath: string }
  | { readonly kind: 'tls'; readonly host: string; readonly port: number; readonly ca: string; readonly cert: string; readonly key: string }
  | { readonly kind: 'ssh'; readonly host: string; readonly port: number; readonly username: string; readonly privateKey: string; /** sha256 fingerprint (base64, no padding) of the host's key; the connection is refused if it differs */ readonly hostKey: string };
