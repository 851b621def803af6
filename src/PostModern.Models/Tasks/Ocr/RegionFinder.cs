using System.Numerics;

namespace PostModern.Models.Tasks.Ocr;

/// <summary>Finds the connected spots of a map of text probabilities and the rectangles around them.</summary>
/// <param name="map">One probability a pixel, rows from top to bottom.</param>
/// <param name="width">Pixels a row.</param>
internal ref struct RegionFinder(ReadOnlySpan<float> map, int width)
{
    private const float PixelThreshold = 0.3f;
    private const float SpotThreshold = 0.6f;
    private const int SmallestSpot = 10;
    private const float UnclipRatio = 1.6f;

    private readonly ReadOnlySpan<float> _map = map;
    private readonly int _width = width;
    private readonly bool[] _seen = new bool[map.Length];
    private readonly Stack<int> _open = new();

    /// <summary>The regions, grown to hold their letters whole.</summary>
    internal readonly List<TextRegion> Find()
    {
        var regions = new List<TextRegion>();
        for (var i = 0; i < _map.Length; i++)
        {
            if (_map[i] > PixelThreshold && !_seen[i] && Measure(i) is { } region)
            {
                regions.Add(region);
            }
        }

        return regions;
    }

    private readonly TextRegion? Measure(int start)
    {
        var pixels = 0;
        var sum = 0f;
        var edge = new List<Vector2>();
        Visit(start);
        while (_open.TryPop(out var i))
        {
            pixels++;
            sum += _map[i];
            if (SpreadFrom(i))
            {
                edge.Add(new Vector2(i % _width, i / _width));
            }
        }

        return pixels > SmallestSpot && sum / pixels > SpotThreshold ? ToRegion(edge) : null;
    }

    /// <summary>Opens a pixel's neighbours.</summary>
    /// <returns>Whether the pixel lies at the spot's edge: only those can be corners of its hull.</returns>
    private readonly bool SpreadFrom(int i)
    {
        var column = i % _width;
        var inside = 0;
        inside += column > 0 && Visit(i - 1) ? 1 : 0;
        inside += column < _width - 1 && Visit(i + 1) ? 1 : 0;
        inside += i >= _width && Visit(i - _width) ? 1 : 0;
        inside += i + _width < _map.Length && Visit(i + _width) ? 1 : 0;
        return inside < 4;
    }

    private readonly bool Visit(int i)
    {
        if (_map[i] <= PixelThreshold)
        {
            return false;
        }

        if (!_seen[i])
        {
            _seen[i] = true;
            _open.Push(i);
        }

        return true;
    }

    private static TextRegion ToRegion(List<Vector2> edge)
    {
        var (center, axis, length, breadth) = ConvexHull.SmallestRectangle(ConvexHull.Of(edge));

        // Pixels are squares, and the hull goes through their middles.
        (length, breadth) = (length + 1, breadth + 1);

        // Text runs along the side that is nearer to horizontal, unless the region is clearly a column: then it reads downwards.
        if (Math.Abs(axis.X) < Math.Abs(axis.Y))
        {
            (axis, length, breadth) = (new Vector2(-axis.Y, axis.X), breadth, length);
        }

        axis = axis.X < 0 ? -axis : axis;
        var region = breadth > 1.5f * length
            ? new TextRegion(center, new Vector2(-axis.Y, axis.X), breadth, length)
            : new TextRegion(center, axis, length, breadth);
        return region.Unclip(UnclipRatio);
    }
}
