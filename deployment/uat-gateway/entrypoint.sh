#!/bin/sh
# Fills nginx.conf.template from the environment, then becomes nginx.
#   OMB_UAT_DOMAIN       instances live at <slug>.<this>, a port allowed (default uat.localhost)
#   OMB_UAT_SCHEME       http or https, as the browser sees it (default http)
#   OMB_FRONTEND_ORIGIN  the only foreign origin that may frame an instance; none when empty
# With {cert,key,client}.pem in /etc/uat-gateway/tls, another nginx is the door for people and this one is for it alone: it
# listens on 8443 and takes no request without client.pem's key. Then the domain is the one that the door calls it by, and
# people's own name for the instance comes in X-Forwarded-Host. Without, it listens on 8080.
set -eu

wrong() { echo "uat-gateway: $1" >&2; exit 2; }
matches() { [ "$(printf "%s" "$1" | wc -l)" -eq 0 ] && printf "%s" "$1" | grep -Eqx "$2"; }

domain=${OMB_UAT_DOMAIN:-uat.localhost}
domain=${domain%:*}
scheme=${OMB_UAT_SCHEME:-http}
origin=${OMB_FRONTEND_ORIGIN:-}
origin=${origin%/}
matches "$domain" '[a-z0-9]([a-z0-9.-]*[a-z0-9])?' || wrong "OMB_UAT_DOMAIN is no host name: $domain"
matches "$scheme" 'https?' || wrong "OMB_UAT_SCHEME is neither http nor https: $scheme"
[ -z "$origin" ] || matches "$origin" 'https?://[A-Za-z0-9.-]+(:[0-9]+)?' || wrong "OMB_FRONTEND_ORIGIN is no origin (scheme://host[:port]): $origin"

# Browsers take Secure cookies over plain http from localhost alone; anywhere else on http a frame on another site gets none.
attributes=
case "$scheme/$domain" in
  https/*|http/localhost|http/*.localhost) attributes='; SameSite=None; Secure; Partitioned' ;;
esac

tls=/etc/uat-gateway/tls
listen=8080 public_host=\$http_host
: >/tmp/door.conf
if [ -e "$tls/cert.pem" ]; then
  listen='8443 ssl'
  public_host=\$http_x_forwarded_host
  cat >/tmp/door.conf <<CONF
ssl_certificate $tls/cert.pem;
ssl_certificate_key $tls/key.pem;
ssl_protocols TLSv1.3;
ssl_client_certificate $tls/client.pem;
ssl_verify_client on;
set_real_ip_from 0.0.0.0/0;
real_ip_header X-Forwarded-For;
CONF
fi

pattern=$(printf '%s' "$domain" | sed 's/\./\\\\./g')
sed -e "s|@DOMAIN_PATTERN@|$pattern|g" -e "s|@SCHEME@|$scheme|g" -e "s|@LISTEN@|$listen|g" -e "s|@PUBLIC_HOST@|$public_host|g" -e "s|@COOKIE_ATTRIBUTES@|$attributes|g" \
    -e "s|@FRAME_ANCESTORS@|'self'${origin:+ $origin}|g" "${OMB_TEMPLATE:-/etc/uat-gateway/nginx.conf.template}" > /tmp/nginx.conf
exec nginx -c /tmp/nginx.conf -g 'daemon off;' "$@"
