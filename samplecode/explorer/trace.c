/* Traces: a schedule replayed with the listener on. Addresses become file and line through addr2line. */
#include "trace.h"

#include "memory.h"

#include <stdlib.h>
#include <string.h>

struct line {
    struct sim_event event;
    bool preempts; /* the actor that ran before could have gone on */
    char function[64], file[128];
    unsigned number;
};

static struct line *lines;
static unsigned count, room;
static bool preempts;

static void listen(const struct sim_event *event)
{
    if (count == room) {
        room = room ? room * 2 : 64;
        lines = resized(lines, room, sizeof *lines);
    }
    memset(&lines[count], 0, sizeof lines[0]);
    lines[count].event = *event;
    lines[count++].preempts = preempts;
    preempts = false;
}

static void add_violation(enum invariant which)
{
    struct sim_event event = {.actor = sim_failure.actor, .pc = sim_failure.pc, .call = "violation"};

    event.fact_count = (uint8_t)sim_facts(event.facts);
    snprintf(event.text, sizeof event.text, "I%u: %.120s", which, sim_failure.text);
    listen(&event);
}

static void replay(const struct schedule *schedule, enum invariant which)
{
    unsigned last = SIM_SYSTEM;
    bool broken = false;

    count = 0;
    sim_begin();
    sim_listen = listen;
    for (unsigned i = 0; i < schedule->length && !broken; i++) {
        struct choice choice = schedule->steps[i];

        /* A step without an event leaves the mark to the next event. */
        if (last != SIM_SYSTEM && last != choice.actor && sim_actor_enabled(last))
            preempts = true;
        broken = !sim_step(choice);
        last = choice.actor;
    }
    if (!broken)
        broken = !sim_end();
    if (broken && which != 0)
        add_violation(which);
    sim_listen = NULL;
}

/* ---- file and line -------------------------------------------------------------------------- */

/* One run of addr2line for all steps; "function" and "file:line" alternate in its answer. */
static void symbolize(const char *driver)
{
    size_t size = strlen(driver) + 64 + count * 20u;
    char *command = zeroed(size, 1), answer[256];
    size_t used = (size_t)snprintf(command, size, "addr2line -f -e '%s'", driver);
    const char *from;
    FILE *pipe;

    for (unsigned i = 0; i < count; i++) {
        uintptr_t offset = lines[i].event.pc != NULL ? sim_driver_offset(lines[i].event.pc) - 1 : 0;

        used += (size_t)snprintf(command + used, size - used, " %#lx", (unsigned long)offset);
    }
    pipe = popen(command, "r");
    for (unsigned i = 0; pipe != NULL && i < count; i++) {
        if (fgets(lines[i].function, sizeof lines[i].function, pipe) == NULL ||
            fgets(answer, sizeof answer, pipe) == NULL)
            break;
        lines[i].function[strcspn(lines[i].function, "\n")] = 0;
        from = strrchr(answer, '/') != NULL ? strrchr(answer, '/') + 1 : answer;
        sscanf(from, "%127[^:]:%u", lines[i].file, &lines[i].number);
    }
    if (pipe != NULL)
        pclose(pipe);
    free(command);
}

/* ---- output --------------------------------------------------------------------------------- */

void json_string(FILE *out, const char *text)
{
    fputc('"', out);
    for (; *text != 0; text++) {
        if (*text == '"' || *text == '\\')
            fputc('\\', out);
        fputc(*text, out);
    }
    fputc('"', out);
}

void json_switches(FILE *out)
{
    const char *comma = "";

    fputc('{', out);
#define SWITCH(name, fallback, highest, text)               \
    fprintf(out, "%s\"" #name "\": %d", comma, sw.name);   \
    comma = ", ";
#include "../simulator/switches.def"
#undef SWITCH
    (void)comma;
    fputc('}', out);
}

static bool in_driver(const struct line *line)
{
    return line->number != 0 && line->file[0] != '?';
}

static const char *kind_of(const struct line *line)
{
    if (strcmp(line->event.call, "violation") == 0)
        return "danger";
    return strcmp(line->event.call, "FwpsPendClassify0") == 0 ? "safe" : "step";
}

static void json_member(FILE *out, const char *name, const char *value)
{
    fputs(", ", out);
    json_string(out, name);
    fputs(": ", out);
    json_string(out, value);
}

static void json_line(FILE *out, const struct line *line)
{
    fputs("    {\"actor\": ", out);
    json_string(out, sim_actor_name(line->event.actor));
    json_member(out, "call", line->event.call);
    json_member(out, "text", line->event.text);
    if (in_driver(line)) {
        json_member(out, "file", line->file);
        fprintf(out, ", \"line\": %u", line->number);
    }
    json_member(out, "kind", kind_of(line));
    fputs(",\n     \"state\": {", out);
    for (unsigned i = 0; i < line->event.fact_count; i++) {
        fputs(i > 0 ? ", " : "", out);
        json_string(out, line->event.facts[i].name);
        fputs(": ", out);
        json_string(out, line->event.facts[i].value);
    }
    fputs("}}", out);
}

/* Only what differs from the base. */
static void json_changed_switches(FILE *out)
{
    const char *comma = "";

    fputc('{', out);
#define SWITCH(name, fallback, highest, text)                   \
    if (sw.name != fallback) {                                  \
        fprintf(out, "%s\"" #name "\": %d", comma, sw.name);    \
        comma = ", ";                                           \
    }
#include "../simulator/switches.def"
#undef SWITCH
    fputc('}', out);
}

static void json_trace(FILE *out, const struct schedule *schedule, enum invariant which)
{
    const char *comma = "";

    fputs("{\"version\": 1, \"invariant\": ", out);
    if (which != 0)
        fprintf(out, "\"I%u\", \"outcome\": ", which);
    else
        fputs("\"\", \"outcome\": ", out);
    json_string(out, which != 0 ? sim_failure.text : "the run ends with nothing broken");
    fprintf(out, ",\n  \"preemptions\": %u, \"preempted_at\": [", schedule->preemptions);
    for (unsigned i = 0; i < count; i++) {
        if (lines[i].preempts) {
            fprintf(out, "%s%u", comma, i);
            comma = ", ";
        }
    }
    fputs("],\n  \"switches\": ", out);
    json_changed_switches(out);
    fputs(",\n  \"steps\": [\n", out);
    for (unsigned i = 0; i < count; i++) {
        json_line(out, &lines[i]);
        fputs(i + 1 < count ? ",\n" : "\n", out);
    }
    fputs("  ]}\n", out);
}

static void text_trace(FILE *out, const struct schedule *schedule)
{
    fprintf(out, "shortest trace, %u preemption(s):\n", schedule->preemptions);
    for (unsigned i = 0; i < count; i++) {
        const struct line *line = &lines[i];

        fprintf(out, "%c %-18s %-34s %s", line->preempts ? '>' : ' ', sim_actor_name(line->event.actor),
                line->event.call, line->event.text);
        if (in_driver(line))
            fprintf(out, "  [%s:%u %s]", line->file, line->number, line->function);
        fputc('\n', out);
    }
}

void trace_write(FILE *out, enum trace_format format, const char *driver, const struct schedule *schedule,
                 enum invariant which)
{
    replay(schedule, which);
    symbolize(driver);
    if (format == TRACE_JSON)
        json_trace(out, schedule, which);
    else
        text_trace(out, schedule);
    free(lines);
    lines = NULL;
    count = room = 0;
}
