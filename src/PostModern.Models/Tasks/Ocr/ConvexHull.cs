using System.Numerics;

namespace PostModern.Models.Tasks.Ocr;

/// <summary>The tightest rubber band around points, and the smallest rectangle around that.</summary>
internal static class ConvexHull
{
    /// <summary>The hull's corners in order (Andrew's monotone chain).</summary>
    internal static List<Vector2> Of(List<Vector2> points)
    {
        points.Sort((a, b) => a.X != b.X ? a.X.CompareTo(b.X) : a.Y.CompareTo(b.Y));
        var hull = new List<Vector2>();
        foreach (var point in points)
        {
            Push(hull, 0, point);
        }

        var lower = hull.Count;
        for (var i = points.Count - 2; i >= 0; i--)
        {
            Push(hull, lower - 1, points[i]);
        }

        if (hull.Count > 1)
        {
            hull.RemoveAt(hull.Count - 1);
        }

        return hull;
    }

    /// <summary>The rectangle of least area that holds the hull; one of its sides lies on a side of the hull.</summary>
    internal static (Vector2 Center, Vector2 Axis, float Length, float Breadth) SmallestRectangle(List<Vector2> hull)
    {
        var best = Around(hull, Vector2.UnitX);
        for (var i = 0; i < hull.Count; i++)
        {
            var side = hull[(i + 1) % hull.Count] - hull[i];
            if (side.LengthSquared() > 0)
            {
                var rectangle = Around(hull, Vector2.Normalize(side));
                best = rectangle.Length * rectangle.Breadth < best.Length * best.Breadth ? rectangle : best;
            }
        }

        return best;
    }

    private static (Vector2 Center, Vector2 Axis, float Length, float Breadth) Around(List<Vector2> hull, Vector2 axis)
    {
        var normal = new Vector2(-axis.Y, axis.X);
        var least = new Vector2(float.MaxValue);
        var most = new Vector2(float.MinValue);
        foreach (var corner in hull)
        {
            var turned = new Vector2(Vector2.Dot(corner, axis), Vector2.Dot(corner, normal));
            least = Vector2.Min(least, turned);
            most = Vector2.Max(most, turned);
        }

        var middle = (least + most) / 2;
        return ((middle.X * axis) + (middle.Y * normal), axis, most.X - least.X, most.Y - least.Y);
    }

    private static void Push(List<Vector2> hull, int fixedCount, Vector2 point)
    {
        while (hull.Count >= fixedCount + 2 && Cross(hull[^2], hull[^1], point) <= 0)
        {
            hull.RemoveAt(hull.Count - 1);
        }

        hull.Add(point);
    }

    private static float Cross(Vector2 origin, Vector2 a, Vector2 b) =>
        ((a.X - origin.X) * (b.Y - origin.Y)) - ((a.Y - origin.Y) * (b.X - origin.X));
}
