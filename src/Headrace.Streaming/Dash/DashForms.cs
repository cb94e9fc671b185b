namespace Headrace.Streaming.Dash;

/// <summary>What players rely on in each of the two forms of a manifest: they may watch at the same time, and neither may change under them.</summary>
internal sealed class DashForms
{
    private readonly DashPathState _own = new();
    private readonly DashPathState _listed = new();

    /// <summary>The state of a form.</summary>
    /// <param name="isListed">True where segments are listed, also if they are regular.</param>
    public DashPathState Of(bool isListed) => isListed ? _listed : _own;
}
