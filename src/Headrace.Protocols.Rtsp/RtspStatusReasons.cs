namespace Headrace.Protocols.Rtsp;

/// <summary>The reason phrases of the status codes, as the two RFCs word them.</summary>
public static class RtspStatusReasons
{
    /// <summary>The standard reason phrase; for a number without a name, that of its class.</summary>
    public static string ToReason(this RtspStatus status) => status switch
    {
        RtspStatus.Continue => "Continue",
        RtspStatus.Ok => "OK",
        RtspStatus.Created => "Created",
        RtspStatus.LowOnStorageSpace => "Low on Storage Space",
        RtspStatus.MultipleChoices => "Multiple Choices",
        RtspStatus.MovedPermanently => "Moved Permanently",
        RtspStatus.Found => "Found",
        RtspStatus.SeeOther => "See Other",
        RtspStatus.NotModified => "Not Modified",
        RtspStatus.UseProxy => "Use Proxy",
        RtspStatus.BadRequest => "Bad Request",
        RtspStatus.Unauthorized => "Unauthorized",
        RtspStatus.PaymentRequired => "Payment Required",
        RtspStatus.Forbidden => "Forbidden",
        RtspStatus.NotFound => "Not Found",
        RtspStatus.MethodNotAllowed => "Method Not Allowed",
        RtspStatus.NotAcceptable => "Not Acceptable",
        RtspStatus.ProxyAuthenticationRequired => "Proxy Authentication Required",
        RtspStatus.RequestTimeout => "Request Timeout",
        RtspStatus.Gone => "Gone",
        RtspStatus.LengthRequired => "Length Required",
        RtspStatus.PreconditionFailed => "Precondition Failed",
        RtspStatus.MessageBodyTooLarge => "Request Message Body Too Large",
        RtspStatus.UriTooLong => "Request-URI Too Long",
        RtspStatus.UnsupportedMediaType => "Unsupported Media Type",
        RtspStatus.ParameterNotUnderstood => "Parameter Not Understood",
        RtspStatus.ConferenceNotFound => "Conference Not Found",
        RtspStatus.NotEnoughBandwidth => "Not Enough Bandwidth",
        RtspStatus.SessionNotFound => "Session Not Found",
        RtspStatus.MethodNotValidInThisState => "Method Not Valid in This State",
        RtspStatus.HeaderFieldNotValid => "Header Field Not Valid for Resource",
        RtspStatus.InvalidRange => "Invalid Range",
        RtspStatus.ParameterIsReadOnly => "Parameter Is Read-Only",
        RtspStatus.AggregateOperationNotAllowed => "Aggregate Operation Not Allowed",
        RtspStatus.OnlyAggregateOperationAllowed => "Only Aggregate Operation Allowed",
        RtspStatus.UnsupportedTransport => "Unsupported Transport",
        RtspStatus.DestinationUnreachable => "Destination Unreachable",
        RtspStatus.DestinationProhibited => "Destination Prohibited",
        RtspStatus.DataTransportNotReady => "Data Transport Not Ready Yet",
        RtspStatus.NotificationReasonUnknown => "Notification Reason Unknown",
        RtspStatus.KeyManagementError => "Key Management Error",
        RtspStatus.ConnectionAuthorizationRequired => "Connection Authorization Required",
        RtspStatus.ConnectionCredentialsNotAccepted => "Connection Credentials Not Accepted",
        RtspStatus.FailedToEstablishSecureConnection => "Failure to Establish Secure Connection",
        RtspStatus.InternalServerError => "Internal Server Error",
        RtspStatus.NotImplemented => "Not Implemented",
        RtspStatus.BadGateway => "Bad Gateway",
        RtspStatus.ServiceUnavailable => "Service Unavailable",
        RtspStatus.GatewayTimeout => "Gateway Timeout",
        RtspStatus.VersionNotSupported => "RTSP Version Not Supported",
        RtspStatus.OptionNotSupported => "Option Not Supported",
        RtspStatus.ProxyUnavailable => "Proxy Unavailable",
        _ => ReasonOfClass((int)status / 100),
    };

    /// <summary>True for 2xx.</summary>
    public static bool IsSuccess(this RtspStatus status) => (int)status is >= 200 and < 300;

    private static string ReasonOfClass(int hundreds) => hundreds switch
    {
        1 => "Informational",
        2 => "Success",
        3 => "Redirection",
        4 => "Client Error",
        _ => "Server Error",
    };
}
