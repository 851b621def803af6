namespace PostModern.Tests.Models.Tasks;

/// <summary>The least number of elements to change, add and leave out to make one list of another (Levenshtein).</summary>
internal static class EditDistance
{
    public static int Of<T>(IEnumerable<T> from, IEnumerable<T> to)
    {
        T[] target = [.. to];
        var costs = Enumerable.Range(0, target.Length + 1).ToArray();
        foreach (var (i, element) in from.Index())
        {
            var diagonal = costs[0];
            costs[0] = i + 1;
            for (var j = 1; j <= target.Length; j++)
            {
                var change = diagonal + (EqualityComparer<T>.Default.Equals(element, target[j - 1]) ? 0 : 1);
                diagonal = costs[j];
                costs[j] = Math.Min(change, Math.Min(costs[j - 1], costs[j]) + 1);
            }
        }

        return costs[^1];
    }
}
