#!/bin/sh
# make-host.sh TAG: a Debian 13 machine as an image, as Lightsail hands one out: systemd, sshd, sudo, cloud-init, which makes the
# user admin at the first boot, and little else. Its packages come by apt as on a machine; what the tests need to run it in a
# container is done here.
set -eu
tag=$1
files=$(mktemp -d)
trap 'rm -rf "$files"' EXIT

mkdir -p "$files/usr/local/share/ca-certificates" "$files/etc/apt/apt.conf.d" "$files/etc/cloud/cloud.cfg.d" "$files/etc/systemd/system"
# What this machine trusts, its machines trust.
cp /usr/local/share/ca-certificates/*.crt "$files/usr/local/share/ca-certificates/" 2>/dev/null || :
echo 'Acquire::Retries "5";' >"$files/etc/apt/apt.conf.d/80omb"
# What a machine is told comes as files. Disks, packages and networks are the container's own matter.
cat >"$files/etc/cloud/cloud.cfg.d/90_machine.cfg" <<'CLOUD'
datasource_list: [NoCloud]
locale: C.UTF-8
network: { config: disabled }
manage_etc_hosts: false
preserve_hostname: true
apt_preserve_sources_list: true
system_info:
  default_user: { name: admin, gecos: Admin, lock_passwd: true, shell: /bin/bash, sudo: ["ALL=(ALL) NOPASSWD:ALL"] }
cloud_init_modules: [users-groups, ssh]
cloud_config_modules: []
cloud_final_modules: [scripts-user]
CLOUD
# A nested dockerd makes control groups of its own: Docker mounts them read-only without --privileged.
cat >"$files/etc/systemd/system/writable-cgroups.service" <<'UNIT'
[Unit]
DefaultDependencies=no
Before=sysinit.target

[Service]
Type=oneshot
ExecStart=/bin/sh -c 'for mount in $(findmnt -rno TARGET -t cgroup,cgroup2); do mount -o remount,bind,rw "$mount"; done'

[Install]
WantedBy=sysinit.target
UNIT

# shellcheck disable=SC2016 # $1 is the hook's own
mmdebstrap --quiet --variant=minbase --components=main \
  --include=ca-certificates,cloud-init,curl,dbus,iproute2,iptables,openssh-server,sudo,systemd,systemd-sysv,util-linux \
  --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
  --aptopt='Acquire::Languages "none"' --aptopt='Acquire::Retries "5"' \
  --customize-hook="copy-in $files/etc $files/usr /" \
  --customize-hook='chroot "$1" sh -c "
    update-ca-certificates >/dev/null
    systemctl enable writable-cgroups.service
    systemctl mask systemd-modules-load.service systemd-networkd-wait-online.service systemd-udevd.service getty.target console-getty.service
    rm -f /etc/ssh/ssh_host_*"' \
  trixie - | docker import --change 'CMD ["/sbin/init"]' --change 'ENV container=docker' - "$tag" >&2
docker image inspect "$tag" >/dev/null
