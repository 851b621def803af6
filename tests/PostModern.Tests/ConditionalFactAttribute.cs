using PostModern.Testing;

namespace PostModern.Tests;

/// <summary>A test that runs where there is what it needs.</summary>
public abstract class ConditionalFactAttribute : FactAttribute
{
    private readonly bool _isSlow;

    /// <param name="missing">What there is not, and how to get it; null when all is there.</param>
    protected ConditionalFactAttribute(string? missing)
    {
        Skip = missing;
    }

    /// <inheritdoc cref="SlowFactAttribute"/>
    public bool IsSlow
    {
        get => _isSlow;
        init
        {
            _isSlow = value;
            Skip ??= value && !SlowFactAttribute.AreRun ? SlowFactAttribute.Reason : null;
        }
    }
}
