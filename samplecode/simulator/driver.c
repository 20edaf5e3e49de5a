/* The driver under test: a shared object whose writable data is one section, part of the state. */
#define _GNU_SOURCE /* dladdr */
#include "world.h"

#include <dlfcn.h>
#include <linux/limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

DRIVER_OBJECT driver_object;
DEVICE_OBJECT device_object;

static PDRIVER_INITIALIZE entry;
static char *data_from, *data_to, *load_address;
static char pristine[65536];

const char *sim_load(const char *path)
{
    static char error[512];
    void (*bounds)(char **, char **);
    char absolute[PATH_MAX]; /* a bare name would be searched for as a library */
    void *handle = dlopen(realpath(path, absolute) != NULL ? absolute : path, RTLD_NOW | RTLD_LOCAL);
    Dl_info info;

    if (handle == NULL) {
        snprintf(error, sizeof error, "%s", dlerror());
        return error;
    }
    *(void **)&entry = dlsym(handle, "DriverEntry");
    *(void **)&bounds = dlsym(handle, "driver_bounds");
    if (entry == NULL || bounds == NULL)
        return "not a driver built for the simulator";
    bounds(&data_from, &data_to);
    if ((size_t)(data_to - data_from) > sizeof pristine)
        return "the driver's data is too large";
    memcpy(pristine, data_from, (size_t)(data_to - data_from));
    dladdr((void *)bounds, &info);
    load_address = info.dli_fbase;
    return NULL;
}

uintptr_t sim_driver_offset(const void *address)
{
    return (uintptr_t)address - (uintptr_t)load_address;
}

unsigned driver_segment(struct segment *out)
{
    *out = (struct segment){data_from, (size_t)(data_to - data_from)};
    return 1;
}

bool driver_holds(const void *address, size_t *offset)
{
    const char *at = address;

    *offset = (size_t)(at - data_from);
    return at >= data_from && at < data_to;
}

NTSTATUS driver_start(void)
{
    UNICODE_STRING path = {0};

    memcpy(data_from, pristine, (size_t)(data_to - data_from));
    memset(&driver_object, 0, sizeof driver_object);
    memset(&device_object, 0, sizeof device_object);
    return entry(&driver_object, &path);
}

void driver_enter(const char *what)
{
    if (W.unloaded)
        sim_violation(I7_UNLOAD, "%s runs after the unload", what);
    sim_self()->driver_depth++;
}

void driver_leave(const char *what)
{
    struct actor *self = sim_self();

    self->driver_depth--;
    if (self->locks != 0 && self->driver_depth == 0)
        sim_violation(I6_LOCK, "%s returns with a lock held", what);
}
