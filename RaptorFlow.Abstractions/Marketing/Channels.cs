namespace RaptorFlow.Marketing;

/// <summary>Ids of the channels that plans speak of. A brief may name others; theirs is the brief's key in lower case with underscores.</summary>
public static class Channels
{
    /// <summary>Paid search.</summary>
    public const string PaidSearch = "paid_search";

    /// <summary>Search engine optimisation.</summary>
    public const string Seo = "seo";

    /// <summary>The company's own articles, guides and pages.</summary>
    public const string Content = "content";

    /// <summary>Map listing and reviews: the business profile of a place.</summary>
    public const string LocalListing = "local_listing";

    /// <summary>E-mail to people who asked for it.</summary>
    public const string EmailNewsletter = "email_newsletter";

    /// <summary>E-mail or calls to people who did not ask.</summary>
    public const string OutboundEmail = "outbound_email";

    /// <summary>Unasked-for calls.</summary>
    public const string ColdCalling = "cold_calling";

    /// <summary>LinkedIn, paid or not.</summary>
    public const string LinkedIn = "linkedin";

    /// <summary>Facebook and Instagram, paid or not.</summary>
    public const string Meta = "meta";

    /// <summary>X.</summary>
    public const string X = "x";

    /// <summary>Reddit.</summary>
    public const string Reddit = "reddit";

    /// <summary>TikTok.</summary>
    public const string TikTok = "tiktok";

    /// <summary>YouTube.</summary>
    public const string YouTube = "youtube";

    /// <summary>Paid places in others' newsletters.</summary>
    public const string NewsletterSponsorship = "newsletter_sponsorship";

    /// <summary>Paid places in podcasts.</summary>
    public const string PodcastSponsorship = "podcast_sponsorship";

    /// <summary>Partners, resellers, affiliates.</summary>
    public const string Partners = "partners";

    /// <summary>Creators with an audience of their own.</summary>
    public const string Influencers = "influencers";

    /// <summary>Existing customers who bring others.</summary>
    public const string Referral = "referral";

    /// <summary>Press and editorial coverage.</summary>
    public const string Press = "press";

    /// <summary>Fairs, meet-ups, open days.</summary>
    public const string Events = "events";

    /// <summary>Posters, signs, shop windows.</summary>
    public const string OutOfHome = "out_of_home";

    /// <summary>Leaflets, flyers, letters.</summary>
    public const string Print = "print";

    /// <summary>Radio and television.</summary>
    public const string Broadcast = "broadcast";

    /// <summary>Forums, groups and associations of the audience.</summary>
    public const string Community = "community";

    /// <summary>WhatsApp, SMS, Messenger to people who asked for it.</summary>
    public const string Messaging = "messaging";

    /// <summary>Online market places and app stores.</summary>
    public const string Marketplace = "marketplace";

    /// <summary>Display and programmatic advertising.</summary>
    public const string Display = "display";
}
