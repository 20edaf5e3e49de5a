#ifndef WFPLINT_WDFINSTALLER_H
#define WFPLINT_WDFINSTALLER_H
#include "wdf.h"
#endif
