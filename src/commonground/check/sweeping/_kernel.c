/* The hot part of the sweep: one class of cells against many checks.

   The same answers as sweep.py gives without it, and tested equal: time first, then spheres, then the
   shapes in one azimuthal equidistant plane at the middle of each check (plane.py). Cells are those of
   grid.py. A pair that a plane cannot hold is given with distance -1, to be measured by itself.

   All arrays are C-contiguous, of the types named in _kernel.pyi; lengths are the caller's care. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <math.h>
#include <stdint.h>

#define CHECK_VERTICES 4096
#define ITEM_VERTICES 16384
#define FAR 1e300
static const double A_M = 6378137.0, E2 = 6.69437999014131e-3, PI = 3.14159265358979323846;
static const double NORM_M = 6350000.0; /* grid.py, LEAST_NORM_M */

typedef struct {
    double east[3], north[3], origin[3], inverse; /* inverse: 1 / (6 N M) */
} Frame;

typedef struct {
    const uint8_t *kind;
    const int64_t *offsets;
    const double *xyz, *centres, *reach, *limit;
    const int64_t *start, *end;
} Shapes;

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

static inline double least(double a, double b) { return a < b ? a : b; }
static inline double most(double a, double b) { return a > b ? a : b; }

/* squared distance of a place from the edge that starts at (ax, ay) and runs (dx, dy) */
static inline double from_edge(double px, double py, double ax, double ay, double dx, double dy) {
    double ex = px - ax, ey = py - ay, length2 = dx * dx + dy * dy;
    double t = length2 > 0 ? (ex * dx + ey * dy) / length2 : 0;
    t = t < 0 ? 0 : t > 1 ? 1 : t;
    ex -= t * dx, ey -= t * dy;
    return ex * ex + ey * ey;
}

static int inside(double px, double py, const double *x, const double *y, int64_t n) {
    int in = 0;
    for (int64_t j = 0; j < n - 1; j++)
        if ((y[j] > py) != (y[j + 1] > py) &&
            px < (x[j + 1] - x[j]) * (py - y[j]) / (y[j + 1] - y[j]) + x[j])
            in = !in;
    return in;
}

/* squared distance of two edges, 0 where they cross */
static double edges_apart(double ax, double ay, double bx, double by, double cx, double cy, double dx, double dy) {
    double fx = bx - ax, fy = by - ay, gx = dx - cx, gy = dy - cy, ux = ax - cx, uy = ay - cy;
    double den = fx * gy - fy * gx;
    if (den != 0) {
        double s = (gx * uy - gy * ux) / den, t = (fx * uy - fy * ux) / den;
        if (s >= 0 && s <= 1 && t >= 0 && t <= 1)
            return 0;
    }
    return least(least(from_edge(ax, ay, cx, cy, gx, gy), from_edge(bx, by, cx, cy, gx, gy)),
                 least(from_edge(cx, cy, ax, ay, fx, fy), from_edge(dx, dy, ax, ay, fx, fy)));
}

/* squared distance of two shapes; FAR where it is more than `within`. box: bounds of the first.
   What is known so far rules out every pair of edges whose bounds are farther apart than that. */
static double shapes_apart(int kind1, const double *x1, const double *y1, int64_t n1, int kind2, const double *x2,
                           const double *y2, int64_t n2, double within, const double *box) {
    double best = within * within * (1 + 1e-12) + 1e-12, none = best;
    if (kind1 == 2 && x2[0] >= box[0] && x2[0] <= box[2] && y2[0] >= box[1] && y2[0] <= box[3] &&
        inside(x2[0], y2[0], x1, y1, n1))
        return 0;
    if (kind2 == 2 && inside(x1[0], y1[0], x2, y2, n2))
        return 0;
    int64_t edges1 = n1 > 1 ? n1 - 1 : 1, edges2 = n2 > 1 ? n2 - 1 : 1;
    for (int64_t j = 0; j < edges2; j++) {
        double ax = x2[j], ay = y2[j], bx = x2[n2 > 1 ? j + 1 : j], by = y2[n2 > 1 ? j + 1 : j];
        double west = least(ax, bx), east = most(ax, bx), south = least(ay, by), north = most(ay, by);
        double gx = most(0, most(west - box[2], box[0] - east)), gy = most(0, most(south - box[3], box[1] - north));
        if (gx * gx + gy * gy >= best)
            continue;
        for (int64_t i = 0; i < edges1; i++) {
            double cx = x1[i], cy = y1[i], dx = x1[n1 > 1 ? i + 1 : i], dy = y1[n1 > 1 ? i + 1 : i];
            gx = most(0, most(west - most(cx, dx), least(cx, dx) - east));
            gy = most(0, most(south - most(cy, dy), least(cy, dy) - north));
            if (gx * gx + gy * gy >= best)
                continue;
            double apart = n2 == 1   ? from_edge(ax, ay, cx, cy, dx - cx, dy - cy)
                           : n1 == 1 ? from_edge(cx, cy, ax, ay, bx - ax, by - ay)
                                     : edges_apart(ax, ay, bx, by, cx, cy, dx, dy);
            if (apart == 0)
                return 0;
            best = least(best, apart);
        }
    }
    return best < none ? best : FAR;
}

typedef struct {
    double step;
    int64_t rows, cells;
    const int64_t *columns, *first, *cell, *item; /* cell, item: sorted by cell */
    const double *centre, *reach;                 /* of the items in that order; reach: all of it */
    const int64_t *start, *end;
    double class_reach;
} Class;

typedef struct {
    int64_t *check, *item;
    double *apart;
    int64_t room, used;
} Found;

static int64_t first_at(const int64_t *cell, int64_t n, int64_t wanted) {
    int64_t low = 0, high = n;
    while (low < high) {
        int64_t middle = (low + high) / 2;
        if (cell[middle] < wanted)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

typedef struct {
    int64_t number;
    const double *centre;
    double out, limit, reach; /* out: radius, reach and limit together */
    int64_t start, end, n;
    int kind;
    Frame frame;
    double x[CHECK_VERTICES], y[CHECK_VERTICES], box[4];
} Asked;

/* one run of cells; 0 when there is no room for what is found */
static int run(const Asked *a, const Class *c, const Shapes *items, const uint8_t *flat, int64_t low, int64_t high,
               double farthest, double *x, double *y, Found *found) {
    for (int64_t at = first_at(c->cell, c->cells, low); at < c->cells && c->cell[at] <= high; at++) {
        if (!(c->start[at] < a->end && c->end[at] > a->start))
            continue;
        const double *m = c->centre + 3 * at;
        double dx = m[0] - a->centre[0], dy = m[1] - a->centre[1], dz = m[2] - a->centre[2];
        double touch = a->out + c->reach[at];
        if (dx * dx + dy * dy + dz * dz > touch * touch)
            continue;
        int64_t begin = items->offsets[at], n = items->offsets[at + 1] - begin;
        double limit = a->limit + items->limit[at], within = limit + a->reach + items->reach[at], apart = -1;
        if (flat[at] && limit <= farthest && n <= ITEM_VERTICES) {
            for (int64_t j = 0; j < n; j++)
                placed(&a->frame, items->xyz + 3 * (begin + j), x + j, y + j);
            double bare2 = shapes_apart(a->kind, a->x, a->y, a->n, items->kind[at], x, y, n, within, a->box);
            if (bare2 > within * within)
                continue;
            apart = most(0, sqrt(bare2) - a->reach - items->reach[at]);
            if (apart > limit)
                continue;
        }
        if (found->used >= found->room)
            return 0;
        found->check[found->used] = a->number, found->item[found->used] = c->item[at], found->apart[found->used] = apart;
        found->used++;
    }
    return 1;
}

/* the cells of one class that the cap of a check may touch: rows of latitude, runs of columns that wrap */
static int one_check(const Asked *a, const Class *c, const Shapes *items, const uint8_t *flat, double farthest,
                     double *x, double *y, Found *found) {
    double lat = atan2(a->centre[2], hypot(a->centre[0], a->centre[1])), lon = atan2(a->centre[1], a->centre[0]);
    double angle = 2 * asin(least(1, (a->out + c->class_reach) / (2 * NORM_M))) + 1e-9;
    int64_t low = (int64_t)most(0, (lat - angle + PI / 2) / c->step);
    int64_t high = (int64_t)least((double)(c->rows - 1), (lat + angle + PI / 2) / c->step);
    double half = PI;
    if (fabs(lat) + angle < PI / 2 - 1e-9)
        half = asin(least(1, sin(angle) / most(cos(lat), 1e-12)));
    for (int64_t row = low; row <= high; row++) {
        int64_t n = c->columns[row], base = c->first[row];
        int64_t left = (int64_t)floor((lon - half + PI) / (2 * PI) * (double)n);
        int64_t right = (int64_t)floor((lon + half + PI) / (2 * PI) * (double)n);
        if (right - left + 1 >= n)
            left = 0, right = n - 1;
        if (left < 0 && !run(a, c, items, flat, base + left + n, base + n - 1, farthest, x, y, found))
            return 0;
        if (right >= n && !run(a, c, items, flat, base, base + right - n, farthest, x, y, found))
            return 0;
        left = left < 0 ? 0 : left, right = right >= n ? n - 1 : right;
        if (!run(a, c, items, flat, base + left, base + right, farthest, x, y, found))
            return 0;
    }
    return 1;
}

static void ask(Asked *a, const Shapes *checks, const double *out, int64_t number) {
    int64_t begin = checks->offsets[number];
    a->number = number, a->centre = checks->centres + 3 * number, a->out = out[number];
    a->limit = checks->limit[number], a->reach = checks->reach[number];
    a->start = checks->start[number], a->end = checks->end[number];
    a->n = checks->offsets[number + 1] - begin, a->kind = checks->kind[number], a->frame = frame_at(a->centre);
    a->box[0] = a->box[1] = FAR, a->box[2] = a->box[3] = -FAR;
    for (int64_t j = 0; j < a->n; j++) {
        placed(&a->frame, checks->xyz + 3 * (begin + j), a->x + j, a->y + j);
        a->box[0] = least(a->box[0], a->x[j]), a->box[1] = least(a->box[1], a->y[j]);
        a->box[2] = most(a->box[2], a->x[j]), a->box[3] = most(a->box[3], a->y[j]);
    }
}

static PyObject *search(PyObject *self, PyObject *args) {
    (void)self;
    Py_buffer b[30];
    double class_reach, step, farthest;
    Py_ssize_t from;
    memset(b, 0, sizeof b);
    if (!PyArg_ParseTuple(args, "dddn(y*y*y*y*y*y*y*y*)(y*y*y*y*y*y*)(y*y*y*y*y*y*y*y*y*y*)(w*w*w*)", &class_reach, &step,
                          &farthest, &from, &b[0], &b[1], &b[2], &b[3], &b[4], &b[5], &b[6], &b[7], &b[8], &b[9],
                          &b[10], &b[11], &b[12], &b[13], &b[14], &b[15], &b[16], &b[17], &b[18], &b[19], &b[20],
                          &b[21], &b[22], &b[23], &b[24], &b[25], &b[26]))
        return NULL;
    Class c = {.step = step, .rows = b[0].len / 8, .cells = b[2].len / 8, .columns = b[0].buf, .first = b[1].buf,
               .cell = b[2].buf, .item = b[3].buf, .centre = b[4].buf, .reach = b[5].buf, .start = b[6].buf,
               .end = b[7].buf, .class_reach = class_reach};
    Shapes items = {.kind = b[8].buf, .offsets = b[9].buf, .xyz = b[10].buf, .reach = b[11].buf, .limit = b[12].buf};
    const uint8_t *flat = b[13].buf;
    Shapes checks = {.kind = b[14].buf, .offsets = b[15].buf, .xyz = b[16].buf, .centres = b[17].buf,
                     .reach = b[18].buf, .limit = b[19].buf, .start = b[20].buf, .end = b[21].buf};
    const double *out = b[22].buf;
    const int64_t *which = b[23].buf, asked = b[23].len / 8;
    Found found = {.check = b[24].buf, .item = b[25].buf, .apart = b[26].buf, .room = b[24].len / 8, .used = 0};
    int64_t at = from;
    Asked *a = PyMem_RawMalloc(sizeof(Asked));
    double *xy = PyMem_RawMalloc(2 * ITEM_VERTICES * sizeof(double));
    if (a != NULL && xy != NULL) {
        Py_BEGIN_ALLOW_THREADS
        for (; at < asked; at++) {
            int64_t before = found.used;
            ask(a, &checks, out, which[at]);
            if (!one_check(a, &c, &items, flat, farthest, xy, xy + ITEM_VERTICES, &found)) {
                found.used = before; /* this check again, with more room */
                break;
            }
        }
        Py_END_ALLOW_THREADS
    }
    int failed = a == NULL || xy == NULL;
    PyMem_RawFree(a), PyMem_RawFree(xy);
    for (int i = 0; i < 27; i++)
        PyBuffer_Release(&b[i]);
    return failed ? PyErr_NoMemory() : Py_BuildValue("LL", (long long)found.used, (long long)at);
}

static PyMethodDef METHODS[] = {
    {"search", search, METH_VARARGS, "One class of cells against many checks; see _kernel.pyi."},
    {NULL, NULL, 0, NULL},
};
static struct PyModuleDef MODULE = {PyModuleDef_HEAD_INIT, "_kernel", NULL, 0, METHODS, NULL, NULL, NULL, NULL};

PyMODINIT_FUNC PyInit__kernel(void) {
    PyObject *module = PyModule_Create(&MODULE);
    if (module != NULL)
        PyModule_AddIntConstant(module, "CHECK_VERTICES", CHECK_VERTICES);
    return module;
}
