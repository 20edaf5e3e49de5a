/* explore: every interleaving of one driver under one set of assumptions. */
#include "trace.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { EXIT_PASS = 0, EXIT_VIOLATION = 1, EXIT_USAGE = 2, EXIT_CAP = 3 };

struct options {
    const char *driver;
    struct limits limits;
    enum trace_format trace;
    enum invariant invariant; /* 0: the first broken one */
    bool json;
};

static const struct {
    const char *name;
    int *value;
    int fallback, highest;
    const char *text;
} known[] = {
#define SWITCH(name, fallback, highest, text) {#name, &sw.name, fallback, highest, text},
#include "../simulator/switches.def"
#undef SWITCH
};
enum { KNOWN = sizeof known / sizeof known[0] };

static _Noreturn void usage(const char *complaint)
{
    fprintf(stderr,
            "explore: %s\n"
            "usage: explore DRIVER [--set NAME=VALUE ...] [--trace text|json] [--invariant I1 ... I9]\n"
            "               [--preemptions K] [--first] [--max-states N] [--json] [--list-switches]\n"
            "exit: 0 no violation, 1 violation, 2 usage, 3 a limit was reached (nothing is proved)\n",
            complaint);
    exit(EXIT_USAGE);
}

static void list_switches(void)
{
    for (unsigned i = 0; i < KNOWN; i++)
        printf("%-9s 0..%d  default %d  %s\n", known[i].name, known[i].highest, known[i].fallback, known[i].text);
    exit(EXIT_PASS);
}

static void set_switch(const char *text)
{
    const char *equals = strchr(text, '=');
    char *end;
    long value;

    if (equals == NULL)
        usage("--set wants NAME=VALUE");
    value = strtol(equals + 1, &end, 10);
    for (unsigned i = 0; i < KNOWN; i++) {
        if (strlen(known[i].name) != (size_t)(equals - text) || strncmp(known[i].name, text, (size_t)(equals - text)))
            continue;
        if (*end != 0 || end == equals + 1 || value < 0 || value > known[i].highest)
            usage("a switch is out of range; see --list-switches");
        *known[i].value = (int)value;
        return;
    }
    usage("unknown switch; see --list-switches");
}

static long number(const char *text)
{
    char *end;
    long value = strtol(text, &end, 10);

    if (*text == 0 || *end != 0 || value < 0)
        usage("a number is expected");
    return value;
}

static enum invariant invariant(const char *text)
{
    if (text[0] != 'I' || text[1] < '1' || text[1] > '9' || text[2] != 0)
        usage("--invariant wants I1 to I9");
    return (enum invariant)(text[1] - '0');
}

static enum trace_format format(const char *text)
{
    if (strcmp(text, "json") == 0)
        return TRACE_JSON;
    if (strcmp(text, "text") != 0)
        usage("--trace wants text or json");
    return TRACE_TEXT;
}

/* Options with a value; false if `name` is none of them. */
static bool take_value(struct options *options, const char *name, const char *value)
{
    if (strcmp(name, "--set") == 0)
        set_switch(value);
    else if (strcmp(name, "--trace") == 0)
        options->trace = format(value);
    else if (strcmp(name, "--invariant") == 0)
        options->invariant = invariant(value);
    else if (strcmp(name, "--preemptions") == 0)
        options->limits.preemptions = (int)number(value);
    else if (strcmp(name, "--max-states") == 0)
        options->limits.states = (unsigned long)number(value);
    else
        return false;
    return true;
}

static void parse(struct options *options, int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--list-switches") == 0)
            list_switches();
        else if (strcmp(argv[i], "--first") == 0)
            options->limits.stop_at_first = true;
        else if (strcmp(argv[i], "--json") == 0)
            options->json = true;
        else if (i + 1 < argc && take_value(options, argv[i], argv[i + 1]))
            i++;
        else if (argv[i][0] == '-' || options->driver != NULL)
            usage("unknown option or missing value");
        else
            options->driver = argv[i];
    }
    if (options->driver == NULL)
        usage("which driver?");
    if (sw.REUSE && sw.M > 1)
        usage("REUSE and M exclude each other");
}

static enum invariant first_broken(const struct verdict *verdict)
{
    for (unsigned which = 1; which < INVARIANTS; which++)
        if (verdict->broken[which])
            return which;
    return 0;
}

static const char *word(const struct verdict *verdict)
{
    if (first_broken(verdict))
        return "violation";
    return verdict->capped ? "cap" : "pass";
}

static void json_verdict(const struct verdict *verdict, double seconds)
{
    const char *comma = "";
    double states = (double)verdict->states;

    printf("{\"verdict\": \"%s\", \"states\": %lu, \"steps\": %lu, \"depth\": %u, \"seconds\": %.3f,\n"
           " \"unprotected\": %u, \"collision_probability\": %.1e, \"switches\": ",
           word(verdict), verdict->states, verdict->steps, verdict->depth, seconds, sim_access_unprotected(),
           states * states / 2 / 3.4e38);
    json_switches(stdout);
    printf(",\n \"violations\": [");
    for (unsigned which = 1; which < INVARIANTS; which++) {
        if (!verdict->broken[which])
            continue;
        printf("%s{\"invariant\": \"I%u\", \"text\": ", comma, which);
        json_string(stdout, verdict->first[which].text);
        printf("}");
        comma = ", ";
    }
    printf("]}\n");
}

static void text_verdict(const struct verdict *verdict, double seconds)
{
    printf("%s: %lu states, %lu steps, longest path %u, %.2f s, %u unprotected locations\n", word(verdict),
           verdict->states, verdict->steps, verdict->depth, seconds, sim_access_unprotected());
    for (unsigned which = 1; which < INVARIANTS; which++)
        if (verdict->broken[which])
            printf("  I%u: %s\n", which, verdict->first[which].text);
}

static double now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void write_trace(const struct options *options, const struct verdict *verdict)
{
    enum invariant which = options->invariant ? options->invariant : first_broken(verdict);
    struct schedule schedule;

    if (options->trace == TRACE_NONE || (which == 0 ? !sw.WITNESS : !verdict->broken[which]))
        return;
    if (!search_shortest(&schedule, which, &options->limits)) {
        fprintf(stderr, "explore: no trace within the limits\n");
        return;
    }
    trace_write(stdout, options->trace, options->driver, &schedule, which);
    free(schedule.steps);
}

int main(int argc, char **argv)
{
    struct options options = {.limits = {.states = 50000000, .preemptions = -1}};
    struct verdict verdict;
    const char *error;
    double start;

    for (unsigned i = 0; i < KNOWN; i++)
        *known[i].value = known[i].fallback;
    parse(&options, argc, argv);
    error = sim_load(options.driver);
    if (error != NULL)
        usage(error);
    start = now();
    search_all(&verdict, &options.limits);
    if (options.json)
        json_verdict(&verdict, now() - start);
    else if (options.trace != TRACE_JSON)
        text_verdict(&verdict, now() - start);
    write_trace(&options, &verdict);
    if (first_broken(&verdict))
        return EXIT_VIOLATION;
    return verdict.capped ? EXIT_CAP : EXIT_PASS;
}
