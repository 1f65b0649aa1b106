#!/usr/bin/env bash
# A SLURM of one node for the tests, on the loopback address of this machine and without systemd.
#
#   tests/slurm/cluster.sh start FOLDER    as root, with the Debian packages slurm-wlm and munge
#   tests/slurm/cluster.sh stop FOLDER
#
# Everything that it writes lies in FOLDER, but for the link /etc/slurm/slurm.conf, which jobs need
# and `stop` removes: one that stays behind would slow every later start of Snakemake.
set -euo pipefail
PATH=$PATH:/usr/sbin:/sbin

if [[ $# -ne 2 || ! $1 =~ ^(start|stop)$ ]]; then
    sed -n 's/^# \{0,1\}//; 2,8p' "$0" >&2
    exit 2
fi
command -v slurmctld munged >/dev/null || {
    echo "SLURM is not installed: apt-get install --no-install-recommends slurm-wlm munge" >&2
    exit 1
}
mkdir -p "$2"
FOLDER=$(cd "$2" && pwd)
CONFIGURATION=$FOLDER/slurm.conf
LINK=/etc/slurm/slurm.conf

# Repeat a command for half a minute until it succeeds.
await() {
    local what=$1
    shift
    for _ in {1..120}; do
        if "$@" >/dev/null 2>&1; then return; fi
        sleep 0.25
    done
    echo "$what does not start; see the logs in $FOLDER" >&2
    exit 1
}

write_configuration() {
    local user host hardware
    user=$(id -un) host=$(hostname -s)
    hardware=$(SLURM_CONF=/dev/null slurmd -C | head -n 1)
    cat >"$CONFIGURATION" <<END
ClusterName=topomaps
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=26817
SlurmdPort=26818
CommunicationParameters=NoInAddrAny,NoCtldInAddrAny
SlurmUser=$user
SlurmdUser=$user
AuthType=auth/munge
AuthInfo=socket=$FOLDER/munge.socket
CredType=cred/munge
StateSaveLocation=$FOLDER/state
SlurmdSpoolDir=$FOLDER/spool
SlurmctldPidFile=$FOLDER/slurmctld.pid
SlurmdPidFile=$FOLDER/slurmd.pid
SlurmctldLogFile=$FOLDER/slurmctld.log
SlurmdLogFile=$FOLDER/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SwitchType=switch/none
MpiDefault=none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU_Memory
GresTypes=gpu
SchedulerParameters=defer,batch_sched_delay=0,sched_interval=2,bf_interval=2
ReturnToService=2
KillWait=3
MinJobAge=86400
$hardware Gres=gpu:1 NodeAddr=127.0.0.1 State=UNKNOWN
PartitionName=debug Nodes=$host Default=YES MaxTime=INFINITE State=UP
PartitionName=other Nodes=$host MaxTime=INFINITE State=UP
END
    # A card in name only: jobs that ask for one are scheduled as if it were there.
    echo "Name=gpu File=/dev/null" >"$FOLDER/gres.conf"
}

start() {
    if [[ -e $LINK ]]; then
        echo "$LINK exists: another SLURM is set up on this machine" >&2
        exit 1
    fi
    mkdir -p "$FOLDER/state" "$FOLDER/spool"
    chmod 755 "$FOLDER"
    write_configuration
    (umask 077 && head -c 1024 /dev/urandom >"$FOLDER/munge.key")
    munged --force --socket "$FOLDER/munge.socket" --key-file "$FOLDER/munge.key" \
        --pid-file "$FOLDER/munged.pid" --seed-file "$FOLDER/munge.seed" \
        --log-file "$FOLDER/munged.log" >&2
    ln -sfn "$CONFIGURATION" "$LINK"
    slurmctld -f "$CONFIGURATION"
    await slurmctld scontrol ping
    slurmd -f "$CONFIGURATION"
    await "the node" sh -c 'sinfo --noheader --format %T | grep -q idle'
    sinfo
}

# End what `start` started, by its pid files.
stop() {
    local daemon pid
    for daemon in slurmd slurmctld munged; do
        pid=$(cat "$FOLDER/$daemon.pid" 2>/dev/null) || continue
        if kill "$pid" 2>/dev/null; then
            while kill -0 "$pid" 2>/dev/null; do sleep 0.1; done
            echo "$daemon has ended" >&2
        fi
    done
    if [[ $(readlink "$LINK") == "$CONFIGURATION" ]]; then rm "$LINK"; fi
}

"$1"
