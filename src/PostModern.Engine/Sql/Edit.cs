namespace PostModern.Engine.Sql;

/// <summary>Characters <paramref name="Start"/> up to <paramref name="End"/> become <paramref name="Text"/>.</summary>
internal readonly record struct Edit(int Start, int End, string Text);
