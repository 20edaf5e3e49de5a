#ifndef WFPLINT_WDFIO_H
#define WFPLINT_WDFIO_H
#include "wdf.h"
#endif
