namespace PostModern.Lake.Parts;

/// <summary>One step from a whole to a part of it. Its text is what stands in the URI.</summary>
public abstract record FragmentStep;
