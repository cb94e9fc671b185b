// DASH viewers: polls the MPD, follows SegmentTimeline and SegmentTemplate@duration, and fetches the segments of video and sound as they can be asked for.
//   dload -u URL -k STREAMS -n CLIENTS -w WARM -t WINDOW -p PID [-l]
// URL: http://127.0.0.1:PORT/PATH with %d for the number of the stream. -l: segments are asked for as early as availabilityTimeOffset says, and come as they grow.
// Each client has a connection for video, which the MPD is asked for on too, and one for each other adaptation set; of each it takes the first representation, and of several periods the last.
// Prints one line of JSON: CPU seconds of the process PID a gigabit of media and manifests received in the window.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <getopt.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

enum { TRACKS = 4, TEXT = 1024, RECEIVE = 65536, LISTED = 512, DOWNLOADS = 200000 };

// What an MPD says of one adaptation set.
typedef struct {
    char media[TEXT], init[TEXT], id[128];
    double duration, early; // seconds; duration 0: segments are listed
    long start_number, timescale;
    long long listed[LISTED]; // the times of listed segments
    int listed_count;
} Track;

typedef struct {
    char period[128];
    double begin, update; // seconds since 1970 at which the period begins; seconds to the next manifest
    int tracks;
    Track track[TRACKS];
} Manifest;

typedef struct {
    int socket, begin, end;
    char bytes[RECEIVE];
} Connection;

typedef struct {
    pthread_mutex_t gate;
    pthread_cond_t changed;
    Manifest manifest;
    char path[TEXT];
    int version;
} Client;

typedef struct {
    Client *client;
    int track;
} Follower;

static int port, streams = 1, is_early;
static char path_form[TEXT];
static atomic_int is_measuring;
static atomic_ullong received, segments, manifests, errors, downloads;
static float download_ms[DOWNLOADS];

static double clock_of(clockid_t id) {
    struct timespec t;
    clock_gettime(id, &t);
    return t.tv_sec + t.tv_nsec / 1e9;
}

static void pause_for(double seconds) {
    if (seconds <= 0) return;
    struct timespec t = {(time_t)seconds, (long)((seconds - (time_t)seconds) * 1e9)};
    nanosleep(&t, NULL);
}

static void count_error(void) { if (is_measuring) errors++; }

// ---- HTTP/1.1 ----

static int dial(void) {
    int fd = socket(AF_INET, SOCK_STREAM, 0), on = 1;
    struct timeval patience = {10, 0};
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    if (!connect(fd, (struct sockaddr *)&to, sizeof to)) return fd;
    close(fd);
    return -1;
}

// Makes room and receives more; 0 at the end.
static int receive(Connection *c) {
    if (c->begin == c->end) c->begin = c->end = 0;
    if (c->end == RECEIVE) {
        memmove(c->bytes, c->bytes + c->begin, c->end -= c->begin);
        c->begin = 0;
        if (c->end == RECEIVE) return 0;
    }
    long count = recv(c->socket, c->bytes + c->end, RECEIVE - c->end, 0);
    if (count <= 0) return 0;
    c->end += count;
    return 1;
}

// A line without its end, at most LENGTH - 1 characters of it; 0 where the connection ended.
static int read_line(Connection *c, char *line, int length) {
    char *end;
    while (!(end = memchr(c->bytes + c->begin, '\n', c->end - c->begin)))
        if (!receive(c)) return 0;
    int count = end - (c->bytes + c->begin);
    snprintf(line, length, "%.*s", count && end[-1] == '\r' ? count - 1 : count, c->bytes + c->begin);
    c->begin += count + 1;
    return 1;
}

// COUNT bytes of a body: kept in TEXT as far as they fit, or dropped without looking at them.
static int read_body(Connection *c, long count, char *text, int *length, int most) {
    while (count > 0) {
        long part = c->end - c->begin;
        if (part == 0 && !text) { // the kernel need not copy what nobody reads
            part = recv(c->socket, NULL, count, MSG_TRUNC);
            if (part <= 0) return 0;
            if (is_measuring) received += part;
            count -= part;
            continue;
        }
        if (part == 0) { if (!receive(c)) return 0; continue; }
        if (part > count) part = count;
        if (text) {
            int kept = part < most - *length ? part : most - *length;
            memcpy(text + *length, c->bytes + c->begin, kept);
            *length += kept;
        }
        if (is_measuring) received += part;
        c->begin += part;
        count -= part;
    }
    return 1;
}

static int read_chunks(Connection *c, char *text, int *length, int most) {
    char line[64];
    while (read_line(c, line, sizeof line)) {
        long count = strtol(line, NULL, 16);
        if (count && !read_body(c, count, text, length, most)) return 0;
        if (!read_line(c, line, sizeof line)) return 0;
        if (!count) return 1;
    }
    return 0;
}

// GET; the status, or 0 where the connection failed. TEXT takes the body as a string, or is NULL.
static int get(Connection *c, const char *path, char *text, int most) {
    char request[2 * TEXT], line[2048];
    int length = 0, status = 0, is_chunked = 0;
    long count = -1;
    if (c->socket < 0) {
        c->begin = c->end = 0;
        if ((c->socket = dial()) < 0) return 0;
    }
    int size = snprintf(request, sizeof request, "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nUser-Agent: dload\r\n\r\n", path, port);
    int is_whole = send(c->socket, request, size, MSG_NOSIGNAL) == size && read_line(c, line, sizeof line) && sscanf(line, "HTTP/%*s %d", &status) == 1;
    while (is_whole && (is_whole = read_line(c, line, sizeof line)) && *line) {
        if (!strncasecmp(line, "Content-Length:", 15)) count = atol(line + 15);
        if (!strncasecmp(line, "Transfer-Encoding:", 18) && strcasestr(line, "chunked")) is_chunked = 1;
    }
    if (is_whole && status != 204) is_whole = is_chunked ? read_chunks(c, text, &length, most - 1) : count >= 0 && read_body(c, count, text, &length, most - 1);
    if (text) text[length] = 0;
    if (is_whole) return status;
    close(c->socket);
    c->socket = -1;
    return 0;
}

// ---- MPD ----

// The value of an attribute of the tag that begins at TAG, or NULL. The buffer is the caller's.
static char *attribute(const char *tag, const char *name, char *value, int length) {
    const char *end = strchr(tag, '>');
    int size = strlen(name);
    for (const char *at = tag; end && (at = strstr(at, name)) && at < end; at += size) {
        if (at[-1] != ' ' || strncmp(at + size, "=\"", 2)) continue;
        at += size + 2;
        int count = strcspn(at, "\""), out = 0;
        for (int i = 0; i < count && out < length - 1; i++) {
            value[out++] = at[i];
            if (!strncmp(at + i, "&amp;", 5)) i += 4;
        }
        value[out] = 0;
        return value;
    }
    return NULL;
}

static double number(const char *tag, const char *name, double otherwise) {
    char value[64];
    return attribute(tag, name, value, sizeof value) ? atof(value) : otherwise;
}

// xs:duration, as far as days.
static double duration(const char *tag, const char *name, double otherwise) {
    char text[64], *at = attribute(tag, name, text, sizeof text), *end;
    if (!at || *at++ != 'P') return otherwise;
    double seconds = 0;
    while (*at) {
        if (*at == 'T') { at++; continue; }
        double value = strtod(at, &end);
        if (end == at) return otherwise;
        seconds += value * (*end == 'D' ? 86400 : *end == 'H' ? 3600 : *end == 'M' ? 60 : 1);
        at = end + 1;
    }
    return seconds;
}

static double date(const char *tag, const char *name) {
    char text[64], *rest;
    struct tm day = {0};
    if (!attribute(tag, name, text, sizeof text) || !(rest = strptime(text, "%Y-%m-%dT%H:%M:%S", &day))) return 0;
    return timegm(&day) + (*rest == '.' ? atof(rest) : 0);
}

static void read_timeline(const char *at, const char *end, Track *track) {
    long long time = 0;
    while ((at = strstr(at, "<S ")) && at < end) {
        time = (long long)number(at, "t", (double)time);
        for (int repeats = (int)number(at, "r", 0); repeats >= 0; repeats--) {
            // The newest are kept.
            if (track->listed_count == LISTED) memmove(track->listed, track->listed + 1, --track->listed_count * sizeof *track->listed);
            track->listed[track->listed_count++] = time;
            time += (long long)number(at, "d", 0);
        }
        at++;
    }
}

static int read_set(const char *set, const char *end, Track *track) {
    memset(track, 0, sizeof *track);
    const char *one = strstr(set, "<Representation "), *template = strstr(set, "<SegmentTemplate ");
    if (!one || !template || template > end || !attribute(template, "media", track->media, TEXT) || !attribute(template, "initialization", track->init, TEXT)) return 0;
    attribute(one, "id", track->id, sizeof track->id);
    track->timescale = (long)number(template, "timescale", 1);
    track->start_number = (long)number(template, "startNumber", 1);
    track->duration = number(template, "duration", 0) / track->timescale;
    track->early = number(template, "availabilityTimeOffset", 0);
    read_timeline(template, end, track);
    return track->duration > 0 || track->listed_count > 0;
}

static int read_manifest(const char *text, Manifest *manifest, char *location) {
    memset(manifest, 0, sizeof *manifest);
    const char *root = strstr(text, "<MPD "), *last = NULL, *at = text;
    if (!root) return 0;
    while ((at = strstr(at, "<Period"))) last = at++;
    if (!last) return 0;
    attribute(last, "id", manifest->period, sizeof manifest->period);
    manifest->begin = date(root, "availabilityStartTime") + duration(last, "start", 0);
    manifest->update = duration(root, "minimumUpdatePeriod", 1e9);
    if ((at = strstr(text, "<Location>"))) sscanf(at, "<Location>%1000[^<]", location);
    at = last;
    while (manifest->tracks < TRACKS && (at = strstr(at, "<AdaptationSet"))) {
        const char *end = strstr(at, "</AdaptationSet>");
        if (!end) break;
        if (read_set(at, end, &manifest->track[manifest->tracks])) manifest->tracks++;
        at = end;
    }
    return manifest->tracks > 0;
}

// ---- clients ----

// A reference beside the manifest.
static void beside(const char *base, const char *reference, char *path) {
    const char *query = strchrnul(base, '?'), *slash = memrchr(base, '/', query - base);
    snprintf(path, TEXT, "%.*s%s", *reference == '/' ? 0 : (int)(slash - base + 1), base, reference);
}

static void name_segment(const Track *track, long long value, char *name) {
    static const char *forms[] = {"$Number$", "$Time$", "$RepresentationID$"};
    char number_text[32], *out = name;
    snprintf(number_text, sizeof number_text, "%lld", value);
    for (const char *at = track->media; *at && out < name + TEXT - 160;) {
        int form = 0;
        while (form < 3 && strncmp(at, forms[form], strlen(forms[form]))) form++;
        if (form == 3) { *out++ = *at++; continue; }
        out = stpcpy(out, form == 2 ? track->id : number_text);
        at += strlen(forms[form]);
    }
    *out = 0;
}

// The next segment behind LAST (-1: begin at the newest), or -1 where it cannot be asked for yet; *wait says how long to wait then at least.
static long long next_segment(const Manifest *manifest, const Track *track, long long last, double *wait) {
    *wait = 0.05;
    if (track->listed_count > 0) {
        if (last < 0) return track->listed[track->listed_count - 1];
        for (int i = 0; i < track->listed_count; i++)
            if (track->listed[i] > last) return track->listed[i];
        return -1;
    }
    double ahead = is_early ? track->early : 0, since = clock_of(CLOCK_REALTIME) - manifest->begin + ahead;
    long long newest = track->start_number + (long long)(since / track->duration) - 1;
    if (last < 0) return newest < track->start_number ? -1 : newest;
    if (last < newest) return last + 1;
    *wait = (last + 2 - track->start_number) * track->duration - since;
    return -1;
}

static void fetch(Connection *c, const char *base, const char *reference) {
    char path[TEXT];
    beside(base, reference, path);
    double begin = clock_of(CLOCK_MONOTONIC);
    if (get(c, path, NULL, 0) != 200) { count_error(); return; }
    if (!is_measuring) return;
    segments++;
    unsigned long long index = downloads++;
    if (index < DOWNLOADS) download_ms[index] = (clock_of(CLOCK_MONOTONIC) - begin) * 1000;
}

static int refresh(Client *client, Connection *c, char *text, int most, double *due) {
    Manifest manifest;
    char location[TEXT] = "";
    int is_read = get(c, client->path, text, most) == 200 && read_manifest(text, &manifest, location);
    *due = clock_of(CLOCK_MONOTONIC) + (is_read ? manifest.update : 0.2);
    if (!is_read) { count_error(); return 0; }
    if (is_measuring) manifests++;
    pthread_mutex_lock(&client->gate);
    client->manifest = manifest;
    client->version++;
    if (*location) {
        char path[TEXT];
        beside(client->path, location, path);
        strcpy(client->path, path);
    }
    pthread_cond_broadcast(&client->changed);
    pthread_mutex_unlock(&client->gate);
    return 1;
}

// Follows one adaptation set; the first one's thread asks for the manifest, too.
static void *follow(void *argument) {
    Follower self = *(Follower *)argument;
    Client *client = self.client;
    Connection *c = malloc(sizeof *c);
    Manifest *manifest = malloc(sizeof *manifest);
    char *text = self.track ? NULL : malloc(RECEIVE), period[128] = "", base[TEXT], name[TEXT];
    double due = 0, wait;
    long long last = -1;
    c->socket = -1;
    while (1) {
        if (!self.track && clock_of(CLOCK_MONOTONIC) >= due && !refresh(client, c, text, RECEIVE, &due)) { pause_for(0.2); continue; }
        pthread_mutex_lock(&client->gate);
        while (!client->version) pthread_cond_wait(&client->changed, &client->gate);
        *manifest = client->manifest;
        strcpy(base, client->path);
        pthread_mutex_unlock(&client->gate);
        if (self.track >= manifest->tracks) { pause_for(0.2); continue; }
        Track *track = &manifest->track[self.track];
        if (strcmp(period, manifest->period)) {
            strcpy(period, manifest->period);
            fetch(c, base, track->init);
            last = -1;
        }
        long long next = next_segment(manifest, track, last, &wait);
        if (next >= 0) {
            name_segment(track, next, name);
            fetch(c, base, name);
            last = next;
            continue;
        }
        double left = due - clock_of(CLOCK_MONOTONIC);
        pause_for(self.track || wait < left ? (wait < 0.002 ? 0.002 : wait) : left);
    }
    return NULL;
}

static void begin_client(int number) {
    static pthread_attr_t attributes;
    if (!number) {
        pthread_attr_init(&attributes);
        pthread_attr_setstacksize(&attributes, 512 << 10);
    }
    Client *client = calloc(1, sizeof *client);
    pthread_mutex_init(&client->gate, NULL);
    pthread_cond_init(&client->changed, NULL);
    snprintf(client->path, TEXT, path_form, number % streams);
    for (int track = 0; track < 2; track++) {
        Follower *follower = malloc(sizeof *follower);
        pthread_t thread;
        *follower = (Follower){client, track};
        if (pthread_create(&thread, &attributes, follow, follower)) { perror("pthread_create"); exit(1); }
    }
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

static int by_value(const void *a, const void *b) { return (*(float *)a > *(float *)b) - (*(float *)a < *(float *)b); }

int main(int count, char **arguments) {
    const char *url = NULL;
    int clients = 1, pid = 0, option;
    double warm = 6, window = 5;
    while ((option = getopt(count, arguments, "u:k:n:w:t:p:l")) != -1) {
        if (option == 'u') url = optarg;
        else if (option == 'k') streams = atoi(optarg);
        else if (option == 'n') clients = atoi(optarg);
        else if (option == 'w') warm = atof(optarg);
        else if (option == 't') window = atof(optarg);
        else if (option == 'p') pid = atoi(optarg);
        else if (option == 'l') is_early = 1;
        else return 2;
    }
    if (!url || !pid || clients < 1 || streams < 1 || sscanf(url, "http://127.0.0.1:%d%1000s", &port, path_form) != 2) return 2;
    struct rlimit files = {8192, 8192};
    setrlimit(RLIMIT_NOFILE, &files);
    signal(SIGPIPE, SIG_IGN);
    for (int i = 0; i < clients; i++) {
        begin_client(i);
        pause_for(2.0 / clients); // players do not come at once
    }
    pause_for(warm);
    double cpu = cpu_of(pid), begin = clock_of(CLOCK_MONOTONIC);
    is_measuring = 1;
    pause_for(window);
    cpu = cpu_of(pid) - cpu;
    is_measuring = 0;
    double seconds = clock_of(CLOCK_MONOTONIC) - begin, gigabits = received * 8 / 1e9;
    int known = downloads < DOWNLOADS ? (int)downloads : DOWNLOADS;
    qsort(download_ms, known, sizeof *download_ms, by_value);
    printf("{\"clients\":%d,\"seconds\":%.2f,\"gbit\":%.4f,\"cpu\":%.3f,\"cpu_per_gbit\":%.4f,\"segments\":%llu,\"manifests\":%llu,\"errors\":%llu,\"dl_p50_ms\":%.2f,\"dl_p99_ms\":%.2f}\n", clients, seconds, gigabits, cpu,
        gigabits > 0 ? cpu / gigabits : 0, segments, manifests, errors, known ? download_ms[known / 2] : -1, known ? download_ms[known * 99 / 100] : -1);
    fflush(stdout);
    _exit(0);
}
