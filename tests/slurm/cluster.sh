#!/usr/bin/env bash
# A SLURM for the tests, on the loopback address of this machine and without systemd.
#
#   tests/slurm/cluster.sh start FOLDER [NODES]    as root, with the packages slurm-wlm and munge
#   tests/slurm/cluster.sh stop FOLDER
#
# Each of the nodes node1, node2, … is a slurmd of its own with all processors of the machine and a
# share of its memory; without NODES there is one.
#
# Everything that it writes lies in FOLDER, but for the link /etc/slurm/slurm.conf, which jobs need
# and `stop` removes: one that stays behind would slow every later start of Snakemake.
set -euo pipefail
PATH=$PATH:/usr/sbin:/sbin

if [[ $# -lt 2 || ! $1 =~ ^(start|stop)$ || ! ${3:-1} =~ ^[1-9]$ ]]; then
    sed -n 's/^# \{0,1\}//; 2,11p' "$0" >&2
    exit 2
fi
command -v slurmctld munged >/dev/null || {
    echo "SLURM is not installed: apt-get install --no-install-recommends slurm-wlm munge" >&2
    exit 1
}
mkdir -p "$2"
FOLDER=$(cd "$2" && pwd)
NODES=${3:-1}
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
    local user host hardware memory
    user=$(id -un) host=$(hostname -s)
    hardware=$(SLURM_CONF=/dev/null slurmd -C | sed -n 's/^NodeName=[^ ]* //p')
    memory=$(($(sed 's/.*RealMemory=\([0-9]*\).*/\1/' <<<"$hardware") / NODES))
    hardware=$(sed "s/RealMemory=[0-9]*/RealMemory=$memory/" <<<"$hardware")
    cat >"$CONFIGURATION" <<END
ClusterName=topomaps
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=26817
CommunicationParameters=NoInAddrAny,NoCtldInAddrAny
SlurmUser=$user
SlurmdUser=$user
AuthType=auth/munge
AuthInfo=socket=$FOLDER/munge.socket
CredType=cred/munge
StateSaveLocation=$FOLDER/state
SlurmdSpoolDir=$FOLDER/spool.%n
SlurmctldPidFile=$FOLDER/slurmctld.pid
SlurmdPidFile=$FOLDER/slurmd.%n.pid
SlurmctldLogFile=$FOLDER/slurmctld.log
SlurmdLogFile=$FOLDER/slurmd.%n.log
SlurmdTimeout=$((NODES > 1 ? 15 : 300))
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
PartitionName=debug Nodes=ALL Default=YES MaxTime=INFINITE State=UP
PartitionName=other Nodes=ALL MaxTime=INFINITE State=UP
END
    for ((node = 1; node <= NODES; node++)); do
        echo "NodeName=node$node NodeHostname=$host NodeAddr=127.0.0.1 Port=$((26817 + node))" \
            "$hardware Gres=gpu:1 State=UNKNOWN"
    done >>"$CONFIGURATION"
    # A card in name only: jobs that ask for one are scheduled as if it were there.
    echo "Name=gpu File=/dev/null" >"$FOLDER/gres.conf"
}

start() {
    if [[ -e $LINK ]]; then
        echo "$LINK exists: another SLURM is set up on this machine" >&2
        exit 1
    fi
    mkdir -p "$FOLDER/state"
    chmod 755 "$FOLDER"
    write_configuration
    (umask 077 && head -c 1024 /dev/urandom >"$FOLDER/munge.key")
    munged --force --socket "$FOLDER/munge.socket" --key-file "$FOLDER/munge.key" \
        --pid-file "$FOLDER/munged.pid" --seed-file "$FOLDER/munge.seed" \
        --log-file "$FOLDER/munged.log" >&2
    ln -sfn "$CONFIGURATION" "$LINK"
    slurmctld -f "$CONFIGURATION"
    await slurmctld scontrol ping
    for ((node = 1; node <= NODES; node++)); do
        slurmd -f "$CONFIGURATION" -N "node$node"
        await "node$node" sh -c "sinfo --noheader --nodes node$node --format %T | grep -q idle"
    done
    sinfo
}

# End what `start` started, by its pid files.
stop() {
    local daemon pid
    for daemon in "$FOLDER"/slurmd.*.pid "$FOLDER/slurmctld.pid" "$FOLDER/munged.pid"; do
        pid=$(cat "$daemon" 2>/dev/null) || continue
        daemon=$(basename "$daemon" .pid)
        if kill "$pid" 2>/dev/null; then
            while kill -0 "$pid" 2>/dev/null; do sleep 0.1; done
            echo "$daemon has ended" >&2
        fi
    done
    if [[ $(readlink "$LINK") == "$CONFIGURATION" ]]; then rm "$LINK"; fi
}

"$1"
