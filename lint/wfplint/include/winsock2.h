#ifndef WFPLINT_WINSOCK2_H
#define WFPLINT_WINSOCK2_H
#include "ws2def.h"
#include "inaddr.h"
#endif
