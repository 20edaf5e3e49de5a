#ifndef WFPLINT_WDFOBJECT_H
#define WFPLINT_WDFOBJECT_H
#include "wdf.h"
#endif
