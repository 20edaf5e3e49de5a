#ifndef WFPLINT_NETIODDK_H
#define WFPLINT_NETIODDK_H
#include "nbl_model.h"
#include "netiodef.h"
#include "ifdef.h"
#endif
