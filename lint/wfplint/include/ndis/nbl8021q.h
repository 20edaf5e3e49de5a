#ifndef WFPLINT_NDIS_NBL8021Q_H
#define WFPLINT_NDIS_NBL8021Q_H
#include "nbl_model.h"
#endif
