#ifndef WFPLINT_NDIS_NDISPORT_H
#define WFPLINT_NDIS_NDISPORT_H
#include "nbl_model.h"
#endif
