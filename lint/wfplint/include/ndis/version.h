#ifndef WFPLINT_NDIS_VERSION_H
#define WFPLINT_NDIS_VERSION_H
#include "nbl_model.h"
#endif
