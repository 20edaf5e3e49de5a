#ifndef WFPLINT_WDFSYNC_H
#define WFPLINT_WDFSYNC_H
#include "wdf.h"
#endif
