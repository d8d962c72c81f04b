/* The hot part of the sweep: items in cells against many checks, all classes of cells at once.

   The same answers as plainly.py gives without it, and tested equal: time first, then spheres, then the
   shapes in one azimuthal equidistant plane at the middle of each check (plane.py). Cells are those of
   grid.py. A pair that a plane cannot hold, or that lies so near the limit that the plane might decide it
   wrongly, is given with distance -1, to be measured by itself. All arrays are C-contiguous, of the types
   named in _kernel.pyi; lengths are the caller's care. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <math.h>
#include <stdint.h>

#define FAR 1e300
static const double A_M = 6378137.0, E2 = 6.69437999014131e-3, PI = 3.14159265358979323846;
static const double NORM_M = 6350000.0;     /* grid.py, LEAST_NORM_M */
static const double RADIUS_M = 6335439.0;   /* plane.py, LEAST_RADIUS_M */

typedef struct {
    double east[3], north[3], origin[3], inverse; /* inverse: 1 / (6 N M) */
} Frame;

typedef struct {
    float centre[3], out; /* the sphere that holds an item, its reach and all it is looked for beyond */
    int32_t start, end;   /* seconds from the index's own epoch, held within what fits */
} Scan;

typedef struct {
    int64_t count;
    const double *step, *reach;            /* of each class */
    const int64_t *rows;                   /* where its rows of latitude begin in the three below */
    const int64_t *columns, *first, *begin; /* begin: of each row's items, one more a class */
} Classes;

typedef struct {
    const int32_t *cell;
    const Scan *scan;
    const int64_t *start, *end;
    const uint8_t *kind, *flat;
    const int64_t *offsets;
    const double *xyz, *reach, *limit;
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

/* one check in its plane; edge i runs (dx, dy) from vertex i, inverse: 1 / its squared length */
typedef struct {
    int64_t number, start, end, n;
    int32_t start_s, end_s; /* from the index's epoch */
    double centre[3], out, limit, reach, box[4]; /* out: radius, reach and limit together */
    double *x, *y, *dx, *dy, *inverse, *bounds; /* bounds: west, south, east, north of each edge */
    int kind, flat;
    Frame frame;
} Asked;

static inline double least(double a, double b) { return a < b ? a : b; }
static inline double most(double a, double b) { return a > b ? a : b; }

static Frame frame_at(const double *centre) {
    Frame f;
    double level = hypot(centre[0], centre[1]);
    double lat = atan2(centre[2], level * (1 - E2)), lon = atan2(centre[1], centre[0]);
    double sin_lat = sin(lat), cos_lat = cos(lat), sin_lon = sin(lon), cos_lon = cos(lon);
    double w = 1 - E2 * sin_lat * sin_lat, normal = A_M / sqrt(w), meridian = A_M * (1 - E2) / (w * sqrt(w));
    f.east[0] = -sin_lon, f.east[1] = cos_lon, f.east[2] = 0;
    f.north[0] = -sin_lat * cos_lon, f.north[1] = -sin_lat * sin_lon, f.north[2] = cos_lat;
    f.origin[0] = normal * cos_lat * cos_lon, f.origin[1] = normal * cos_lat * sin_lon;
    f.origin[2] = normal * (1 - E2) * sin_lat;
    f.inverse = 1 / (6 * normal * meridian);
    return f;
}

static inline void placed(const Frame *f, const double *v, double *x, double *y) {
    double dx = v[0] - f->origin[0], dy = v[1] - f->origin[1], dz = v[2] - f->origin[2];
    double e = f->east[0] * dx + f->east[1] * dy;
    double n = f->north[0] * dx + f->north[1] * dy + f->north[2] * dz;
    double q = (e * e + n * n) * f->inverse; /* h^2 / 6 R^2; the series of plane.py */
    double s = 1 + q * (1 + 2.7 * q * (1 + q * 25.0 / 7.0));
    *x = e * s, *y = n * s;
}

/* squared distance of a place, given from the start of an edge, from that edge */
static inline double from_edge(double ex, double ey, double dx, double dy, double inverse) {
    double t = (ex * dx + ey * dy) * inverse;
    t = t < 0 ? 0 : t > 1 ? 1 : t;
    ex -= t * dx, ey -= t * dy;
    return ex * ex + ey * ey;
}

/* whether a closed ring goes around a place, once or more, either way round */
static int around(double px, double py, const double *x, const double *y, int64_t n) {
    int turns = 0;
    for (int64_t j = 0; j + 1 < n; j++) {
        if ((y[j] <= py) == (y[j + 1] <= py))
            continue;
        double side = (x[j + 1] - x[j]) * (py - y[j]) - (px - x[j]) * (y[j + 1] - y[j]);
        if (y[j] <= py)
            turns += side > 0;
        else
            turns -= side < 0;
    }
    return turns != 0;
}

/* squared distance of a place from the check */
static double place_apart(const Asked *a, double px, double py) {
    if (a->n == 1) {
        double ex = px - a->x[0], ey = py - a->y[0];
        return ex * ex + ey * ey;
    }
    int in_box = px >= a->box[0] && px <= a->box[2] && py >= a->box[1] && py <= a->box[3];
    if (a->kind == 2 && in_box && around(px, py, a->x, a->y, a->n))
        return 0;
    double best = FAR;
    for (int64_t i = 0; i + 1 < a->n; i++)
        best = least(best, from_edge(px - a->x[i], py - a->y[i], a->dx[i], a->dy[i], a->inverse[i]));
    return best;
}

/* squared distance of a line or area from the check; FAR where it is more than `within`. What is known so
   far rules out every pair of edges whose bounds are farther apart than that. */
static double shape_apart(const Asked *a, int kind, const double *x, const double *y, int64_t n, double within) {
    double best = within * within * (1 + 1e-12) + 1e-12, none = best;
    if (a->kind == 2 && x[0] >= a->box[0] && x[0] <= a->box[2] && y[0] >= a->box[1] && y[0] <= a->box[3] &&
        around(x[0], y[0], a->x, a->y, a->n))
        return 0;
    if (kind == 2 && around(a->x[0], a->y[0], x, y, n))
        return 0;
    int64_t edges = n > 1 ? n - 1 : 1, asked = a->n - 1;
    for (int64_t j = 0; j < edges; j++) {
        double ax = x[j], ay = y[j], bx = x[n > 1 ? j + 1 : j], by = y[n > 1 ? j + 1 : j];
        double west = least(ax, bx), east = most(ax, bx), south = least(ay, by), north = most(ay, by);
        double gx = most(0, most(west - a->box[2], a->box[0] - east));
        double gy = most(0, most(south - a->box[3], a->box[1] - north));
        if (gx * gx + gy * gy >= best)
            continue;
        double fx = bx - ax, fy = by - ay, length2 = fx * fx + fy * fy, inverse = length2 > 0 ? 1 / length2 : 0;
        if (a->n == 1) {
            best = least(best, from_edge(a->x[0] - ax, a->y[0] - ay, fx, fy, inverse));
            continue;
        }
        for (int64_t i = 0; i < asked; i++) {
            const double *e = a->bounds + 4 * i;
            gx = most(0, most(west - e[2], e[0] - east)), gy = most(0, most(south - e[3], e[1] - north));
            if (gx * gx + gy * gy >= best)
                continue;
            double cx = a->x[i], cy = a->y[i], ex = a->x[i + 1], ey = a->y[i + 1];
            double dx = a->dx[i], dy = a->dy[i];
            double a_side = dx * (ay - cy) - dy * (ax - cx), b_side = dx * (by - cy) - dy * (bx - cx);
            double c_side = fx * (cy - ay) - fy * (cx - ax), e_side = fx * (ey - ay) - fy * (ex - ax);
            if ((a_side > 0) != (b_side > 0) && (c_side > 0) != (e_side > 0))
                return 0;
            best = least(best, from_edge(ax - cx, ay - cy, dx, dy, a->inverse[i]));
            best = least(best, from_edge(bx - cx, by - cy, dx, dy, a->inverse[i]));
            best = least(best, from_edge(cx - ax, cy - ay, fx, fy, inverse));
            best = least(best, from_edge(ex - ax, ey - ay, fx, fy, inverse));
        }
    }
    return best < none ? best : FAR;
}

/* Whether the item is to be given, and how far it is: -1 where it has to be measured by itself. */
static int near_enough(const Asked *a, const Items *items, int64_t at, double farthest, double *xy, double *apart) {
    double limit = a->limit + items->limit[at], reach = a->reach + items->reach[at];
    *apart = -1;
    if (!(a->flat && items->flat[at] && limit <= farthest))
        return 1;
    double wide = (a->out + items->limit[at]) / RADIUS_M, blur = limit * wide * wide / 6;
    double within = limit + reach + blur, bare2;
    int64_t begin = items->offsets[at], n = items->offsets[at + 1] - begin;
    if (n == 1) {
        double px, py;
        placed(&a->frame, items->xyz + 3 * begin, &px, &py);
        if (px < a->box[0] - within || px > a->box[2] + within || py < a->box[1] - within || py > a->box[3] + within)
            return 0;
        bare2 = place_apart(a, px, py);
    } else {
        for (int64_t j = 0; j < n; j++)
            placed(&a->frame, items->xyz + 3 * (begin + j), xy + j, xy + n + j);
        bare2 = shape_apart(a, items->kind[at], xy, xy + n, n, within);
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

/* one run of cells within one row; 0 when there is no room for what is found */
static int run(const Asked *a, const Items *items, int64_t at, int64_t end, int64_t low, int64_t high, double farthest,
               double *xy, Found *found) {
    for (at = first_at(items->cell, at, end, low); at < end && items->cell[at] <= high; at++) {
        const Scan *s = items->scan + at;
        if (s->start > a->end_s || s->end < a->start_s)
            continue;
        double dx = s->centre[0] - a->centre[0], dy = s->centre[1] - a->centre[1], dz = s->centre[2] - a->centre[2];
        double touch = a->out + s->out, apart;
        if (dx * dx + dy * dy + dz * dz > touch * touch)
            continue;
        if (!(items->start[at] < a->end && items->end[at] > a->start))
            continue;
        if (!near_enough(a, items, at, farthest, xy, &apart))
            continue;
        if (found->used >= found->room)
            return 0;
        found->check[found->used] = a->number, found->place[found->used] = at;
        found->apart[found->used++] = apart;
    }
    return 1;
}

/* the cells that the cap of a check may touch: class by class, rows of latitude, runs of columns that wrap.
   enough: how many measured pairs are; 0 for all */
static int one_check(const Asked *a, const Classes *c, const Items *items, double farthest, int64_t enough, double *xy,
                     Found *found) {
    double lat = atan2(a->centre[2], hypot(a->centre[0], a->centre[1])), lon = atan2(a->centre[1], a->centre[0]);
    int64_t checked = found->used, sure = 0;
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
            if (left < 0 && !run(a, items, at, end, base + left + n, base + n - 1, farthest, xy, found))
                return 0;
            if (right >= n && !run(a, items, at, end, base, base + right - n, farthest, xy, found))
                return 0;
            left = left < 0 ? 0 : left, right = right >= n ? n - 1 : right;
            if (!run(a, items, at, end, base + left, base + right, farthest, xy, found))
                return 0;
            for (; enough && checked < found->used; checked++)
                sure += found->apart[checked] >= 0;
            if (enough && sure >= enough)
                return 1;
        }
    }
    return 1;
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

enum { OF_CLASSES = 6, OF_ITEMS = 10, OF_CHECKS = 9, OF_FOUND = 3, BUFFERS = 28 };

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
    Items items = {.cell = b[6].buf, .scan = b[7].buf, .start = b[8].buf, .end = b[9].buf, .kind = b[10].buf,
                   .flat = b[11].buf, .offsets = b[12].buf, .xyz = b[13].buf, .reach = b[14].buf, .limit = b[15].buf};
    Checks checks = {.kind = b[16].buf, .plain = b[17].buf, .offsets = b[18].buf, .start = b[19].buf, .end = b[20].buf,
                     .xyz = b[21].buf, .reach = b[22].buf, .limit = b[23].buf};
    const int64_t *which = b[24].buf, asked = b[24].len / 8;
    Found found = {.check = b[25].buf, .place = b[26].buf, .apart = b[27].buf, .room = b[25].len / 8, .used = 0};
    int64_t vertices = longest(checks.offsets, b[18].len / 8);
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

PyMODINIT_FUNC PyInit__kernel(void) { return PyModule_Create(&MODULE); }
