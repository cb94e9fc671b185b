// Publishes streams over UDP without signalling, and measures what that costs a server: RTP with H.264 (RFC 6184), or MPEG-TS in bare datagrams.
//   udppub -f FILE -p PORT -m STREAMS -w WARM -t WINDOW -s PID [-k ts] [-b BITRATE]
// FILE: for RTP H.264 as a byte stream with access unit delimiters, 30 pictures a second, repeated for ever; for ts a transport stream that lasts WARM + WINDOW, sent at BITRATE.
// Prints one line of JSON: CPU milliseconds of the process PID a stream and second, its resident memory a stream, and what was sent.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <fcntl.h>
#include <getopt.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { PAYLOAD = 1200, TS_DATAGRAM = 1316, RATE = 30, MAX_PICTURES = 100000 };

typedef struct {
    int socket;
    uint16_t sequence;
    uint32_t timestamp, ssrc;
    long next; // picture, or byte of the transport stream
} Stream;

static uint8_t *file;
static long file_size;
static long picture_at[MAX_PICTURES + 1];
static int pictures;
static unsigned long long sent_bytes, sent_packets;

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec / 1e9;
}

static void sleep_until(double when) {
    double left = when - now();
    if (left <= 0) return;
    struct timespec t = {(time_t)left, (long)((left - (time_t)left) * 1e9)};
    nanosleep(&t, NULL);
}

static double cpu_of(int pid) {
    char path[64], line[1024];
    snprintf(path, sizeof path, "/proc/%d/stat", pid);
    FILE *stat = fopen(path, "r");
    if (!stat || !fgets(line, sizeof line, stat)) { perror(path); exit(1); }
    fclose(stat);
    unsigned long user, system;
    if (sscanf(strrchr(line, ')') + 2, "%*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user, &system) != 2) exit(1);
    return (double)(user + system) / sysconf(_SC_CLK_TCK);
}

static double memory_of(int pid) {
    char path[64];
    long pages = 0;
    snprintf(path, sizeof path, "/proc/%d/statm", pid);
    FILE *statm = fopen(path, "r");
    if (!statm || fscanf(statm, "%*d %ld", &pages) != 1) exit(1);
    fclose(statm);
    return (double)pages * sysconf(_SC_PAGESIZE) / (1 << 20);
}

static void read_file(const char *path) {
    int fd = open(path, O_RDONLY);
    struct stat info;
    if (fd < 0 || fstat(fd, &info)) { perror(path); exit(1); }
    file_size = info.st_size;
    file = malloc(file_size);
    for (long at = 0; at < file_size;) {
        long count = read(fd, file + at, file_size - at);
        if (count <= 0) exit(1);
        at += count;
    }
    close(fd);
}

// The next start code from AT on; the file's end where there is none.
static long start_code(long at) {
    for (; at + 3 < file_size; at++)
        if (!file[at] && !file[at + 1] && file[at + 2] == 1) return at;
    return file_size;
}

static void find_pictures(void) {
    for (long at = start_code(0); at < file_size && pictures < MAX_PICTURES; at = start_code(at + 3))
        if ((file[at + 3] & 31) == 9) picture_at[pictures++] = at;
    picture_at[pictures] = file_size;
    if (!pictures) { fprintf(stderr, "no access unit delimiters in the file\n"); exit(1); }
}

static void send_bytes(Stream *stream, const uint8_t *bytes, long length) {
    if (send(stream->socket, bytes, length, 0) == length) {
        sent_bytes += length;
        sent_packets++;
    }
}

static void send_rtp(Stream *stream, const uint8_t *head, int head_length, const uint8_t *payload, long length, int marker) {
    uint8_t packet[12 + 2 + PAYLOAD] = {0x80, (uint8_t)(96 | marker << 7)};
    uint16_t sequence = htons(stream->sequence++);
    uint32_t timestamp = htonl(stream->timestamp), ssrc = htonl(stream->ssrc);
    memcpy(packet + 2, &sequence, 2);
    memcpy(packet + 4, &timestamp, 4);
    memcpy(packet + 8, &ssrc, 4);
    memcpy(packet + 12, head, head_length);
    memcpy(packet + 12 + head_length, payload, length);
    send_bytes(stream, packet, 12 + head_length + length);
}

static void send_picture(Stream *stream) {
    long end = picture_at[stream->next + 1];
    for (long at = picture_at[stream->next]; at < end;) {
        long begin = at + 3, next = start_code(begin);
        if (next > end) next = end;
        long last = next;
        while (last > begin && !file[last - 1]) last--;
        int is_last = next >= end;
        if (last - begin <= PAYLOAD) {
            send_rtp(stream, NULL, 0, file + begin, last - begin, is_last);
        } else {
            for (long from = begin + 1; from < last; from += PAYLOAD) {
                long length = last - from < PAYLOAD ? last - from : PAYLOAD;
                uint8_t head[2] = {(uint8_t)((file[begin] & 0xE0) | 28), (uint8_t)((file[begin] & 31) | (from == begin + 1) << 7 | (from + length == last) << 6)};
                send_rtp(stream, head, 2, file + from, length, is_last && from + length == last);
            }
        }
        at = next;
    }
    stream->next = (stream->next + 1) % pictures;
    stream->timestamp += 90000 / RATE;
}

int main(int count, char **arguments) {
    const char *path = NULL;
    int port = 5004, streams = 100, pid = 0, is_ts = 0, option;
    double warm = 6, window = 5, bit_rate = 4.2e6;
    while ((option = getopt(count, arguments, "f:p:m:w:t:s:k:b:")) != -1) {
        if (option == 'f') path = optarg;
        else if (option == 'p') port = atoi(optarg);
        else if (option == 'm') streams = atoi(optarg);
        else if (option == 'w') warm = atof(optarg);
        else if (option == 't') window = atof(optarg);
        else if (option == 's') pid = atoi(optarg);
        else if (option == 'k') is_ts = !strcmp(optarg, "ts");
        else if (option == 'b') bit_rate = atof(optarg);
        else return 2;
    }
    if (!path || !pid || streams < 1) return 2;
    read_file(path);
    if (!is_ts) find_pictures();
    Stream *all = calloc(streams, sizeof *all);
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    for (int i = 0; i < streams; i++) {
        all[i] = (Stream){.socket = socket(AF_INET, SOCK_DGRAM, 0), .ssrc = 1000 + i};
        if (connect(all[i].socket, (struct sockaddr *)&to, sizeof to)) { perror("connect"); return 1; }
    }

    double begin = now(), cpu = 0, memory = memory_of(pid), measured = 0;
    unsigned long long bytes = 0, packets = 0;
    long per_step = (long)(bit_rate / 8 / RATE) / TS_DATAGRAM * TS_DATAGRAM;
    // Streams send their pictures one after the other, over the time of a picture.
    for (long step = 0;; step++) {
        double at = begin + (double)step / RATE;
        if (!measured && now() - begin >= warm) {
            measured = now();
            cpu = cpu_of(pid);
            bytes = sent_bytes;
            packets = sent_packets;
        }
        if (measured && now() - measured >= window) break;
        for (int i = 0; i < streams; i++) {
            sleep_until(at + (double)i / streams / RATE);
            if (!is_ts) { send_picture(&all[i]); continue; }
            for (long end = all[i].next + per_step; all[i].next < end && all[i].next + TS_DATAGRAM <= file_size; all[i].next += TS_DATAGRAM) send_bytes(&all[i], file + all[i].next, TS_DATAGRAM);
        }
    }
    double seconds = now() - measured;
    printf("{\"kind\":\"%s\",\"streams\":%d,\"seconds\":%.2f,\"packets_per_s\":%.0f,\"mbit_per_s\":%.1f,\"cpu_ms_per_stream_s\":%.3f,\"rss_per_stream\":%.3f}\n", is_ts ? "ts" : "rtp", streams, seconds,
        (sent_packets - packets) / seconds, (sent_bytes - bytes) * 8 / seconds / 1e6, (cpu_of(pid) - cpu) * 1000 / streams / seconds, (memory_of(pid) - memory) / streams);
    return 0;
}
