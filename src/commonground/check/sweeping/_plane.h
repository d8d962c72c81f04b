/* Shapes in a plane: laid there from earth-centred coordinates, and how far one is from another.

   The plane is azimuthal equidistant at the middle of a check (plane.py). Squared distances throughout; a
   ring holds whatever it goes around, once or more, either way round. */
#ifndef CG_PLANE_H
#define CG_PLANE_H
#include <math.h>
#include <stdint.h>

#define FAR 1e300
static const double A_M = 6378137.0, E2 = 6.69437999014131e-3, PI = 3.14159265358979323846;

typedef struct {
    double east[3], north[3], origin[3], inverse; /* inverse: 1 / (6 N M) */
} Frame;

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

#endif
