using System.Reflection;

namespace PostModern.Tests.Architecture;

/// <summary>Finds namespaces that need each other: such a pair is one part with two names.</summary>
internal static class NamespaceCycles
{
    /// <summary>The uses that lie on a cycle, each with a pair of types as its witness; empty when there is none.</summary>
    public static IReadOnlyList<string> In(Assembly assembly) => Among(assembly.GetTypes());

    /// <summary>As <see cref="In"/>, looking only at these types.</summary>
    public static IReadOnlyList<string> Among(IReadOnlyCollection<Type> types)
    {
        var uses = Uses(types);
        var next = uses.Keys.ToLookup(use => use.From, use => use.To);
        return [.. uses
            .Where(use => Reaches(use.Key.To, use.Key.From, next))
            .Select(use => $"{use.Key.From} -> {use.Key.To} ({use.Value})")
            .Order(StringComparer.Ordinal)];
    }

    private static Dictionary<(string From, string To), string> Uses(IReadOnlyCollection<Type> types)
    {
        var ours = types.Where(type => type.Namespace is not null).ToHashSet();
        var uses = new Dictionary<(string, string), string>();
        foreach (var type in ours)
        {
            foreach (var used in TypeUses.Of(type).Where(used => ours.Contains(used) && used.Namespace != type.Namespace))
            {
                uses.TryAdd((type.Namespace!, used.Namespace!), $"{type.FullName} uses {used.FullName}");
            }
        }

        return uses;
    }

    private static bool Reaches(string start, string goal, ILookup<string, string> next)
    {
        var seen = new HashSet<string> { start };
        var open = new Stack<string>(seen);
        while (open.TryPop(out var here))
        {
            if (here == goal)
            {
                return true;
            }

            foreach (var there in next[here].Where(seen.Add))
            {
                open.Push(there);
            }
        }

        return false;
    }
}
