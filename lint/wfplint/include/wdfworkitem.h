#ifndef WFPLINT_WDFWORKITEM_H
#define WFPLINT_WDFWORKITEM_H
#include "wdf.h"
#endif
