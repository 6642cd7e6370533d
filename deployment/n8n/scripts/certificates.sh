#!/bin/sh
# certificates.sh --domain NAME [--uat-domain NAME] [--dns-plugin PLUGIN] [--email ADDRESS]: gets by certbot what the doors of
# the n8n host still lack, and puts it in their place. What is there stays, also another's; certbot.timer renews its own.
# setup-n8n.sh runs this, and a timer does: a DNS record may come later than the host.
#
#   --domain       the n8n host's own name, proven over http (nginx-n8n.conf answers on port 80)
#   --uat-domain   live Odoos are at <name>.<this>: a wildcard, which is proven by DNS alone
#   --dns-plugin   certbot's plugin for the domain's DNS (rfc2136, route53, cloudflare…), as Debian has it. It finds its key in
#                  /etc/odoo-module-builder/dns-credentials; route53's is a file of AWS's tools
#
# Ends with 0 when all is there, with 3 when something is not; a line says what, why, and what works meanwhile.
set -eu

etc=/etc/odoo-module-builder
webroot=/var/lib/odoo-module-builder/acme
credentials=$etc/dns-credentials
log=/var/log/odoo-module-builder-certbot.log

die() {
  echo "certificates.sh: $1" >&2
  exit 1
}

# link FILE NAME: the door's file leads to certbot's, which is a new one after each renewal.
link() {
  ln -sf "/etc/letsencrypt/live/$2" "$1.new"
  mv -T "$1.new" "$1"
}

# get CERTIFICATE NAME PREFIX CERTBOT-ARGUMENTS...: false when certbot does not get it.
get() {
  certificate=$1 name=$2 prefix=$3
  shift 3
  if [ -n "$email" ]; then set -- "$@" --email "$email"; else set -- "$@" --register-unsafely-without-email; fi
  # Without a way to the authority it would try for minutes.
  timeout 180 certbot certonly --non-interactive --agree-tos --keep-until-expiring --renew-with-new-domains --cert-name "$certificate" --domain "$name" "$@" >"$log" 2>&1 || return 1
  link "$etc/tls/${prefix}privkey.pem" "$certificate/privkey.pem"
  link "$etc/tls/${prefix}fullchain.pem" "$certificate/fullchain.pem"
  systemctl reload nginx
}

# is_there FILE NAME: the door has a certificate of that name which this host has not signed itself: certbot's, or another's.
is_there() {
  openssl x509 -noout -ext subjectAltName -in "$1" 2>/dev/null | tr -d ' ' | tr , '\n' | grep -qxF "DNS:$2" || return 1
  [ "$(openssl x509 -noout -subject -in "$1" | sed 's/^subject//')" != "$(openssl x509 -noout -issuer -in "$1" | sed 's/^issuer//')" ]
}

# why: what certbot has said, in one line.
why() {
  grep -v -e '^ *$' -e '^Saving debug log' -e '^Ask for help' -e '^- - -' "$log" | tail -n 6 | tr -s '\n ' '  ' | cut -c 1-600
}

domain='' uat_domain='' dns_plugin='' email=''
while [ $# -gt 0 ]; do
  [ $# -ge 2 ] || die "$1 wants a value"
  case $1 in
    --domain) domain=$2 ;;
    --uat-domain) uat_domain=$2 ;;
    --dns-plugin) dns_plugin=$2 ;;
    --email) email=$2 ;;
    *) die "$1 is no option" ;;
  esac
  shift 2
done
for name in "$domain" "$uat_domain"; do
  case $name in *[!a-z0-9.-]*) die "'$name' is no domain" ;; esac
done
case $dns_plugin in *[!a-z0-9]*) die "'$dns_plugin' is no plugin of certbot" ;; esac
[ "$(id -u)" -eq 0 ] || die 'run it as root'
command -v certbot >/dev/null || die 'certbot is missing: run install-dependencies.sh --role n8n first'

# The timer's run and another one.
exec 9>/run/lock/odoo-builder-certificates
flock 9

# certbot runs it after each renewal; nginx has the old one open until then.
mkdir -p /etc/letsencrypt/renewal-hooks/deploy "$webroot"
cat >/etc/letsencrypt/renewal-hooks/deploy/odoo-builder <<'HOOK'
#!/bin/sh
exec systemctl reload nginx
HOOK
chmod 755 /etc/letsencrypt/renewal-hooks/deploy/odoo-builder

status=0
if [ -n "$domain" ] && ! is_there "$etc/tls/fullchain.pem" "$domain"; then
  if get odoo-builder "$domain" '' --webroot --webroot-path "$webroot"; then
    echo "$domain has its certificate"
  else
    status=3
    echo "WARNING: no certificate for $domain yet; until then it has one that this host has signed itself, and browsers warn of it. Does the name's DNS record lead to this host, and is port 80 open? It is tried again every six hours, and by this script. certbot says: $(why)"
  fi
fi
if [ -n "$uat_domain" ] && ! is_there "$etc/tls/uat-fullchain.pem" "*.$uat_domain"; then
  meanwhile="Until then live Odoos open in a tab of their own, after the browser's warning, and in no frame."
  if [ -z "$dns_plugin" ]; then
    status=3
    echo "WARNING: no certificate for *.$uat_domain: a wildcard is proven by DNS. Write certbot's plugin for your DNS into DNS_PLUGIN of deployment.conf, and the file with its key into DNS_CREDENTIALS. $meanwhile"
  else
    set -- --authenticator "dns-$dns_plugin"
    if [ "$dns_plugin" = route53 ]; then
      # Its only way to the key are the files of AWS's tools.
      install -d -m 700 /root/.aws
      if [ -s "$credentials" ]; then install -m 600 "$credentials" /root/.aws/credentials; fi
    else
      set -- "$@" "--dns-$dns_plugin-credentials" "$credentials"
    fi
    if get odoo-builder-uat "*.$uat_domain" uat- "$@"; then
      echo "*.$uat_domain has its certificate"
    else
      status=3
      echo "WARNING: no certificate for *.$uat_domain yet. $meanwhile It is tried again every six hours, and by this script. certbot says: $(why)"
    fi
  fi
fi
exit $status
