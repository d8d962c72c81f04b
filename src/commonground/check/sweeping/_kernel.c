/* The hot part of the sweep: items in cells against many checks, all classes of cells at once.

   The same answers as plainly.py gives without it, and tested equal: time first, then spheres, then the
   shapes in one azimuthal equidistant plane at the middle of each check (plane.py). Cells are those of
   grid.py. A pair that a plane cannot hold, or that lies so near the limit that the plane might decide it
   wrongly, is given with distance -1, to be measured by itself. All arrays are C-contiguous, of the types
   named in _kernel.pyi; lengths are the caller's care. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include "_plane.h"

static const double NORM_M = 6350000.0;   /* grid.py, LEAST_NORM_M */
static const double RADIUS_M = 6335439.0; /* plane.py, LEAST_RADIUS_M */

typedef struct {
    float centre[3], out; /* the sphere that holds an item, its reach and all it is looked for beyond */
    int32_t start, end;   /* seconds from the index's own epoch, held within what fits */
    uint32_t begin;       /* of its vertices */
    int32_t vertices;
} Scan;

typedef struct {
    int64_t start, end;    /* seconds of the Unix clock */
    double reach, limit;   /* limit: how far beyond a check's it is looked for */
    uint8_t kind, flat, spare[6];
} Item;

typedef struct {
    int64_t count;
    const double *step, *reach;            /* of each class */
    const int64_t *rows;                   /* where its rows of latitude begin in the three below */
    const int64_t *columns, *first, *begin; /* begin: of each row's items, one more a class */
} Classes;

typedef struct {
    const int32_t *cell;
    const Scan *scan;
    const Item *item;
    const double *xyz;
} Items;

typedef struct {
    const uint8_t *kind, *plain;
    const int64_t *offsets, *start, *end;
    const double *xyz, *reach, *limit;
} Checks;

typedef struct {
    int64_t *check, *place;
    double *apart;
    int64_t room, used;
} Found;

/* what may be near and is read next: asked of the memory early, looked at a batch at a time */
enum { BATCH = 32 };
typedef struct {
    int64_t place[BATCH], count;
} Waiting;

#if defined(__GNUC__)
#define SOON(address) __builtin_prefetch(address)
#else
#define SOON(address) ((void)(address))
#endif

/* Whether the item is to be given, and how far it is: -1 where it has to be measured by itself. */
static int near_enough(const Asked *a, const Item *item, const double *v, int64_t n, double farthest, double *xy,
                       double *apart) {
    double limit = a->limit + item->limit, reach = a->reach + item->reach;
    *apart = -1;
    if (!(a->flat && item->flat && limit <= farthest))
        return 1;
    double wide = (a->out + item->limit) / RADIUS_M, blur = limit * wide * wide / 6;
    double within = limit + reach + blur, bare2;
    if (n == 1) {
        double px, py;
        placed(&a->frame, v, &px, &py);
        if (px < a->box[0] - within || px > a->box[2] + within || py < a->box[1] - within || py > a->box[3] + within)
            return 0;
        bare2 = place_apart(a, px, py);
    } else {
        for (int64_t j = 0; j < n; j++)
            placed(&a->frame, v + 3 * j, xy + j, xy + n + j);
        bare2 = shape_apart(a, item->kind, xy, xy + n, n, within);
    }
    if (bare2 > within * within)
        return 0;
    double found = most(0, sqrt(bare2) - reach);
    if (blur > 0.004 && fabs(found - limit) <= blur)
        return 1;
    *apart = found;
    return found <= limit;
}

static int64_t first_at(const int32_t *cell, int64_t low, int64_t high, int64_t wanted) {
    while (low < high) {
        int64_t middle = (low + high) / 2;
        if (cell[middle] < wanted)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* those that wait, looked at; 0 when there is no room for what is found */
static int looked_at(const Asked *a, const Items *items, double farthest, double *xy, Waiting *waiting, Found *found) {
    for (int64_t i = 0; i < waiting->count; i++) {
        int64_t at = waiting->place[i];
        const Scan *s = items->scan + at;
        const Item *item = items->item + at;
        double apart;
        if (!(item->start < a->end && item->end > a->start) ||
            !near_enough(a, item, items->xyz + 3 * (int64_t)s->begin, s->vertices, farthest, xy, &apart))
            continue;
        if (found->used >= found->room)
            return 0;
        found->check[found->used] = a->number, found->place[found->used] = at;
        found->apart[found->used++] = apart;
    }
    waiting->count = 0;
    return 1;
}

/* one run of cells within one row; 0 when there is no room for what is found */
static int run(const Asked *a, const Items *items, int64_t at, int64_t end, int64_t low, int64_t high, double farthest,
               double *xy, Waiting *waiting, Found *found) {
    for (at = first_at(items->cell, at, end, low); at < end && items->cell[at] <= high; at++) {
        const Scan *s = items->scan + at;
        if (s->start > a->end_s || s->end < a->start_s)
            continue;
        double dx = s->centre[0] - a->centre[0], dy = s->centre[1] - a->centre[1], dz = s->centre[2] - a->centre[2];
        double touch = a->out + s->out;
        if (dx * dx + dy * dy + dz * dz > touch * touch)
            continue;
        const double *v = items->xyz + 3 * (int64_t)s->begin;
        SOON(items->item + at), SOON(v), SOON(v + 8), SOON(v + 16), SOON(v + 24);
        waiting->place[waiting->count++] = at;
        if (waiting->count == BATCH && !looked_at(a, items, farthest, xy, waiting, found))
            return 0;
    }
    return 1;
}

/* the cells that the cap of a check may touch: class by class, rows of latitude, runs of columns that wrap.
   enough: how many measured pairs are; 0 for all */
static int one_check(const Asked *a, const Classes *c, const Items *items, double farthest, int64_t enough, double *xy,
                     Found *found) {
    double lat = atan2(a->centre[2], hypot(a->centre[0], a->centre[1])), lon = atan2(a->centre[1], a->centre[0]);
    int64_t checked = found->used, sure = 0;
    Waiting waiting = {.count = 0};
    for (int64_t number = 0; number < c->count; number++) {
        int64_t row0 = c->rows[number], rows = c->rows[number + 1] - row0;
        const int64_t *begin = c->begin + row0 + number;
        double angle = 2 * asin(least(1, (a->out + c->reach[number]) / (2 * NORM_M))) + 1e-9, half = PI;
        int64_t low = (int64_t)most(0, (lat - angle + PI / 2) / c->step[number]);
        int64_t high = (int64_t)least((double)(rows - 1), (lat + angle + PI / 2) / c->step[number]);
        if (fabs(lat) + angle < PI / 2 - 1e-9)
            half = asin(least(1, sin(angle) / most(cos(lat), 1e-12)));
        double from = (lon - half + PI) / (2 * PI), to = (lon + half + PI) / (2 * PI);
        for (int64_t row = low; row <= high; row++) {
            int64_t at = begin[row], end = begin[row + 1];
            if (at == end)
                continue;
            int64_t n = c->columns[row0 + row], base = c->first[row0 + row];
            int64_t left = (int64_t)floor(from * (double)n), right = (int64_t)floor(to * (double)n);
            if (right - left + 1 >= n)
                left = 0, right = n - 1;
            if (left < 0 && !run(a, items, at, end, base + left + n, base + n - 1, farthest, xy, &waiting, found))
                return 0;
            if (right >= n && !run(a, items, at, end, base, base + right - n, farthest, xy, &waiting, found))
                return 0;
            left = left < 0 ? 0 : left, right = right >= n ? n - 1 : right;
            if (!run(a, items, at, end, base + left, base + right, farthest, xy, &waiting, found))
                return 0;
            if (enough && !looked_at(a, items, farthest, xy, &waiting, found))
                return 0;
            for (; enough && checked < found->used; checked++)
                sure += found->apart[checked] >= 0;
            if (enough && sure >= enough)
                return 1;
        }
    }
    return looked_at(a, items, farthest, xy, &waiting, found);
}

static int32_t short_of(int64_t s, int64_t epoch) {
    if (s <= epoch + INT32_MIN + 1)
        return INT32_MIN + 1;
    return s >= epoch + INT32_MAX ? INT32_MAX : (int32_t)(s - epoch);
}

/* the check's middle, its sphere and its shape in the plane at its middle */
static void ask(Asked *a, const Checks *checks, int64_t epoch, double widest, int64_t number) {
    int64_t begin = checks->offsets[number], n = checks->offsets[number + 1] - begin;
    const double *v = checks->xyz + 3 * begin;
    double far2 = 0, edge2 = 0;
    a->number = number, a->n = n, a->kind = checks->kind[number];
    a->limit = checks->limit[number], a->reach = checks->reach[number];
    a->start = checks->start[number], a->end = checks->end[number];
    a->start_s = short_of(a->start, epoch), a->end_s = short_of(a->end, epoch);
    for (int k = 0; k < 3; k++) {
        double sum = 0;
        for (int64_t j = 0; j < n; j++)
            sum += v[3 * j + k];
        a->centre[k] = sum / (double)n;
    }
    for (int64_t j = 0; j < n; j++) {
        double d2 = 0, e2 = 0;
        for (int k = 0; k < 3; k++) {
            double d = v[3 * j + k] - a->centre[k], e = j ? v[3 * j + k] - v[3 * j - 3 + k] : 0;
            d2 += d * d, e2 += e * e;
        }
        far2 = most(far2, d2), edge2 = most(edge2, e2);
    }
    double radius = sqrt(far2) + edge2 / (8 * RADIUS_M); /* columns.py, radii_m */
    a->out = radius + a->reach + a->limit + 1;           /* a metre for what Scan rounds away */
    a->flat = checks->plain[number] && radius <= widest;
    if (!a->flat)
        return;
    a->frame = frame_at(a->centre);
    a->box[0] = a->box[1] = FAR, a->box[2] = a->box[3] = -FAR;
    for (int64_t j = 0; j < n; j++) {
        placed(&a->frame, v + 3 * j, a->x + j, a->y + j);
        a->box[0] = least(a->box[0], a->x[j]), a->box[1] = least(a->box[1], a->y[j]);
        a->box[2] = most(a->box[2], a->x[j]), a->box[3] = most(a->box[3], a->y[j]);
    }
    for (int64_t j = 0; j + 1 < n; j++) {
        double dx = a->x[j + 1] - a->x[j], dy = a->y[j + 1] - a->y[j], length2 = dx * dx + dy * dy;
        a->dx[j] = dx, a->dy[j] = dy, a->inverse[j] = length2 > 0 ? 1 / length2 : 0;
        double *e = a->bounds + 4 * j;
        e[0] = least(a->x[j], a->x[j + 1]), e[2] = most(a->x[j], a->x[j + 1]);
        e[1] = least(a->y[j], a->y[j + 1]), e[3] = most(a->y[j], a->y[j + 1]);
    }
}

static int64_t longest(const int64_t *offsets, Py_ssize_t count) {
    int64_t n = 1;
    for (Py_ssize_t i = 0; i + 1 < count; i++)
        n = offsets[i + 1] - offsets[i] > n ? offsets[i + 1] - offsets[i] : n;
    return n;
}

enum { OF_CLASSES = 6, OF_ITEMS = 4, OF_CHECKS = 9, OF_FOUND = 3, BUFFERS = 22 };

/* The buffers of a tuple of arrays. How many are held is counted in `held`, so that all can be let go. */
static int taken(PyObject *arrays, Py_ssize_t wanted, int flags, Py_buffer *b, int *held) {
    if (PyTuple_GET_SIZE(arrays) != wanted) {
        PyErr_Format(PyExc_TypeError, "%zd arrays are wanted here", wanted);
        return 0;
    }
    for (Py_ssize_t i = 0; i < wanted; i++, ++*held)
        if (PyObject_GetBuffer(PyTuple_GET_ITEM(arrays, i), b + *held, flags) < 0)
            return 0;
    return 1;
}

static PyObject *searched(Py_buffer *b, double farthest, double widest, int64_t epoch, int64_t longest_item,
                          int64_t enough, int64_t at) {
    Classes c = {.count = b[0].len / 8, .step = b[0].buf, .reach = b[1].buf, .rows = b[2].buf, .columns = b[3].buf,
                 .first = b[4].buf, .begin = b[5].buf};
    Items items = {.cell = b[6].buf, .scan = b[7].buf, .item = b[8].buf, .xyz = b[9].buf};
    Checks checks = {.kind = b[10].buf, .plain = b[11].buf, .offsets = b[12].buf, .start = b[13].buf, .end = b[14].buf,
                     .xyz = b[15].buf, .reach = b[16].buf, .limit = b[17].buf};
    const int64_t *which = b[18].buf, asked = b[18].len / 8;
    Found found = {.check = b[19].buf, .place = b[20].buf, .apart = b[21].buf, .room = b[19].len / 8, .used = 0};
    int64_t vertices = longest(checks.offsets, b[12].len / 8);
    double *space = PyMem_RawMalloc((size_t)(9 * vertices + 2 * (int64_t)longest_item) * sizeof(double));
    int failed = space == NULL;
    if (!failed) {
        Py_BEGIN_ALLOW_THREADS
        Asked a = {.x = space, .y = space + vertices, .dx = space + 2 * vertices, .dy = space + 3 * vertices,
                   .inverse = space + 4 * vertices, .bounds = space + 5 * vertices};
        for (; at < asked; at++) {
            int64_t before = found.used;
            ask(&a, &checks, epoch, widest, which[at]);
            if (!one_check(&a, &c, &items, farthest, enough, space + 9 * vertices, &found)) {
                found.used = before; /* this check again, with more room */
                break;
            }
        }
        Py_END_ALLOW_THREADS
    }
    PyMem_RawFree(space);
    return failed ? PyErr_NoMemory() : Py_BuildValue("LL", (long long)found.used, (long long)at);
}

static PyObject *search(PyObject *self, PyObject *args) {
    (void)self;
    Py_buffer b[BUFFERS];
    double farthest, widest;
    long long epoch, longest_item, enough;
    Py_ssize_t at;
    PyObject *classes, *items, *checks, *found, *made = NULL;
    int held = 0;
    if (!PyArg_ParseTuple(args, "(ddLLL)nO!O!O!O!", &farthest, &widest, &epoch, &longest_item, &enough, &at,
                          &PyTuple_Type, &classes, &PyTuple_Type, &items, &PyTuple_Type, &checks, &PyTuple_Type, &found))
        return NULL;
    if (taken(classes, OF_CLASSES, PyBUF_SIMPLE, b, &held) && taken(items, OF_ITEMS, PyBUF_SIMPLE, b, &held) &&
        taken(checks, OF_CHECKS, PyBUF_SIMPLE, b, &held) && taken(found, OF_FOUND, PyBUF_WRITABLE, b, &held))
        made = searched(b, farthest, widest, epoch, longest_item, enough, at);
    for (int i = 0; i < held; i++)
        PyBuffer_Release(&b[i]);
    return made;
}

static PyMethodDef METHODS[] = {
    {"search", search, METH_VARARGS, "Items in cells against many checks; see _kernel.pyi."},
    {NULL, NULL, 0, NULL},
};
static struct PyModuleDef MODULE = {PyModuleDef_HEAD_INIT, "_kernel", NULL, 0, METHODS, NULL, NULL, NULL, NULL};

/* Raised with every change of what search takes or gives: sweep.py uses no kernel with another number. */
#define INTERFACE 1

PyMODINIT_FUNC PyInit__kernel(void) {
    PyObject *module = PyModule_Create(&MODULE);
    if (module && PyModule_AddIntConstant(module, "INTERFACE", INTERFACE) < 0)
        Py_CLEAR(module);
    return module;
}
