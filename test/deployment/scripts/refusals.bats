# What the scripts say to a call that they do not understand, before they change anything. None of these calls is a right one.

setup() {
  n8n=$BATS_TEST_DIRNAME/../../../deployment/n8n
  install=$n8n/scripts/install-dependencies.sh
  deploy="$n8n/deploy.sh"
  # A script is put beside nothing that it needs.
  alone=$BATS_TEST_TMPDIR/release/deployment/n8n/scripts
  mkdir -p "$alone"
  cp "$n8n"/scripts/*.sh "$alone/"
  cd "$BATS_TEST_TMPDIR" || return
}

# refused SENTENCE COMMAND...: it ends with 1 and that sentence.
refused() {
  sentence=$1
  shift
  run "$@"
  echo "$output"
  [ "$status" -eq 1 ] && [[ $output == *"$sentence"* ]]
}

@test "install-dependencies.sh names the roles that there are" {
  refused 'install-dependencies.sh: --role is docker, n8n, client or local' sh "$install"
  refused '--role is docker, n8n, client or local' sh "$install" --role cloud
}

@test "install-dependencies.sh wants a value for each option and knows each" {
  refused '--role wants a value' sh "$install" --role
  refused '--colour is no option' sh "$install" --colour red
}

@test "install-dependencies.sh takes no address that nftables would read as more" {
  refused "'10.0.0.1; drop' is no IPv4 address" sh "$install" --role docker --address '10.0.0.1; drop'
  refused 'is no IPv4 address' sh "$install" --role docker --address 10.0.0.1 --n8n-address '::1'
}

@test "install-dependencies.sh --role docker says what is missing, one by one" {
  [ "$(id -u)" -eq 0 ] && command -v systemctl || skip 'it asks for root and systemd first'
  refused 'wants --address' sh "$install" --role docker
  refused 'wants --n8n-address' sh "$install" --role docker --address 10.0.0.1
  refused 'wants --n8n-certificate' sh "$install" --role docker --address 10.0.0.1 --n8n-address 10.0.0.2 --n8n-certificate /etc/hostname
}

@test "setup-n8n.sh knows one option" {
  refused 'setup-n8n.sh: --replace is no option' sh "$alone/setup-n8n.sh" --replace
}

@test "setup-n8n.sh says what to run first" {
  [ "$(id -u)" -eq 0 ] || skip 'it asks for root first'
  refused 'is missing: run install-dependencies.sh --role n8n first' env PATH=/usr/bin/nothing:/bin /bin/sh "$alone/setup-n8n.sh"
}

@test "backup.sh and restore.sh take what they take" {
  refused 'backup.sh: --now is no option' sh "$alone/backup.sh" --now
  refused 'restore.sh: it wants the folder of one backup' sh "$alone/restore.sh"
  refused 'it wants the folder of one backup' sh "$alone/restore.sh" one two
}

@test "backup.sh makes nothing without a key to encrypt to" {
  [ "$(id -u)" -eq 0 ] && [ ! -e /etc/odoo-module-builder ] || skip 'this machine is a host of the product'
  refused 'backup-recipient is missing' sh "$alone/backup.sh"
}

@test "deploy.sh answers a wrong call with the right ones" {
  refused '“deploy” is no command' "$deploy" deploy
  [[ $output == *'./deploy.sh plan '* ]]
  refused 'remove-host wants the name of one host' "$deploy" remove-host
  refused 'plan takes no name' "$deploy" plan omb-docker-1
  refused 'ssh takes one name' "$deploy" ssh one two
  refused 'restore wants --from FILE' "$deploy" restore
  refused '--from is of restore' "$deploy" backup --from a.data.tar.age
  refused '--minutes is of remove-host' "$deploy" apply --minutes 5
  refused '--minutes soon is no number of minutes' "$deploy" remove-host a --minutes soon
  refused "Unknown option '--force'" "$deploy" --force
}

@test "deploy.sh names a configuration that is not there" {
  refused 'The configuration none.conf cannot be read (ENOENT)' "$deploy" plan --config none.conf
}

@test "deploy.sh help is no mistake" {
  run "$deploy" help
  [ "$status" -eq 0 ] && [[ $output == *'./deploy.sh restore --from FILE'* ]]
}
