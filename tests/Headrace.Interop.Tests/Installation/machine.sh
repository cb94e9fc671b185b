#!/bin/sh
# A machine for a test: the files of this one with what changes kept in memory, its own processes, network and service manager. Gone when its first process is.
#   machine.sh CGROUP MEMORY SHARED
# CGROUP: a cgroup (v2) of its own. MEMORY: an empty directory to mount on. SHARED: is /run/shared in it. Prints "machine PID", the process to enter by nsenter(1).
set -e

if [ "$1" != --inside ]; then
  echo $$ >"$1/cgroup.procs"
  exec unshare --mount --pid --net --ipc --uts --cgroup --fork --kill-child sh "$0" --inside "$@"
fi
memory=$3 shared=$4
read -r pid rest </proc/self/stat # of the outer /proc: the number that others know this process by
root=$memory/root

mount -t tmpfs -o mode=0755 tmpfs "$memory"
mkdir "$memory/changes" "$memory/work" "$root"
mount -t overlay -o "lowerdir=/,upperdir=$memory/changes,workdir=$memory/work" overlay "$root"
mount -t proc proc "$root/proc"
mount --bind "$root/proc/sys" "$root/proc/sys"
mount -o remount,bind,ro "$root/proc/sys"
mount -t sysfs -o ro sysfs "$root/sys"
mount -t cgroup2 cgroup2 "$root/sys/fs/cgroup"
mount -t tmpfs -o mode=0755 tmpfs "$root/run"
mount -t tmpfs -o mode=1777 tmpfs "$root/tmp"
mount -t tmpfs -o mode=0755 tmpfs "$root/dev"
for device in null zero full random urandom tty; do
  : >"$root/dev/$device"
  mount --bind "/dev/$device" "$root/dev/$device"
done
mkdir "$root/dev/shm" "$root/dev/pts"
mount -t tmpfs tmpfs "$root/dev/shm"
mount -t devpts -o newinstance,ptmxmode=0666 devpts "$root/dev/pts"
ln -s pts/ptmx "$root/dev/ptmx"
ln -s /proc/self/fd "$root/dev/fd"

# No .NET is installed on it, and no service manager of another machine is there.
for dotnet in /usr/share/dotnet /usr/lib/dotnet /root/.dotnet; do
  if [ -d "$root$dotnet" ]; then mount -t tmpfs tmpfs "$root$dotnet"; fi
done
mkdir "$root/run/shared" "$root/run/changes" "$root/run/outside"
mount --bind "$shared" "$root/run/shared"
mount --bind "$memory/changes" "$root/run/changes"
mkdir -p "$root/run/systemd/system"
for unit in systemd-sysctl.service systemd-modules-load.service systemd-remount-fs.service systemd-update-utmp.service systemd-udevd.service systemd-udev-trigger.service \
  systemd-tmpfiles-setup.service systemd-timesyncd.service systemd-sysusers.service systemd-pcrphase.service systemd-pcrphase-sysinit.service \
  dev-hugepages.mount dev-mqueue.mount sys-fs-fuse-connections.mount sys-kernel-config.mount sys-kernel-debug.mount sys-kernel-tracing.mount proc-sys-fs-binfmt_misc.automount; do
  ln -s /dev/null "$root/run/systemd/system/$unit"
done
rm -f "$root/usr/sbin/policy-rc.d" # of container images: nothing may be started by its package
ip link set lo up

cd "$root"
pivot_root . run/outside
umount -l /run/outside
echo "machine $pid"
exec env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin container=headrace-test /lib/systemd/systemd --system --unit=sysinit.target --show-status=0
