// Two namespaces in one file, against the custom, because they are one sample: each needs the other, one of them only inside a method's body.
#pragma warning disable IDE0161 // Two namespaces can't both be file-scoped.

namespace PostModern.Tests.Architecture.Samples.Left
{
    internal sealed class Caller
    {
        public static string Call() => new List<Right.Callee>().Count.ToString();
    }

    internal sealed class Stranger;
}

namespace PostModern.Tests.Architecture.Samples.Right
{
    internal sealed class Callee
    {
        public Left.Caller? Back { get; init; }
    }

    internal sealed class Leaf
    {
        public Left.Stranger? OneWay { get; init; }
    }
}
