"""What names a person and is still in nobody's list, each with the reason in one sentence.

The key is the table and the column; a column that every content page has is named once, at ``wagtailcore.Page``.
"""

COLLEAGUES_JOB = "It is the job of the colleague you manage: it is in their list, and names you there."
WORKING_PAPER = "It says who is working on a page in this moment, and goes when they are done."
SAME_EDIT = "The same edit is in your list from the page's own log; the text belongs to the practice."
NO_WORKFLOWS = "The site uses no workflows of this kind, so there are no rows."
SAME_ACT = "It is the same act as the one listed under whoever decided."
RECORDED_BY = "That you typed a fact is told by the event in the record, which is in your list."
NO_LOG = "Switched off: the site keeps no such rows."

COLUMNS = {
    "people.Membership.manager": COLLEAGUES_JOB,
    "people.Person_user_permissions.person": "Nobody is given single permissions here: your groups are in your list.",
    "people.SamePerson.former": "It is listed under the row that was kept, which is the one you sign in as.",
    "people.SamePerson.confirmed_by": "It is you, whichever row you were signed in as.",
    "policies.PolicyPage.owner_of_policy": "Who looks after a policy is a line of the policy, seen by all staff.",
    "policies.ApprovalDecision.asked_by": SAME_ACT,
    "evidence.DisposalDecided.proposed_by": "The proposal itself is in your list.",
    "wagtailcore.Page.owner": "Who first made a page is in its log, which is in your list.",
    "wagtailcore.Page.locked_by": WORKING_PAPER,
    "wagtailcore.Revision.user": SAME_EDIT,
    "wagtailcore.UploadedFile.uploaded_by_user": WORKING_PAPER,
    "wagtailcore.WorkflowState.requested_by": NO_WORKFLOWS,
    "wagtailcore.TaskState.finished_by": NO_WORKFLOWS,
    "wagtailcore.Comment.resolved_by": "That you ticked a colleague's margin note off belongs to their note.",
    "wagtailcore.PageSubscription.user": "Which margin notes you follow is set beside the draft, for you to see.",
    "wagtailadmin.EditingSession.user": WORKING_PAPER,
    "wagtailadmin.FormState.user": WORKING_PAPER,
    "audit.Disposal.proposed_by": "That you proposed an erasure is an event in the record, which is in your list.",
    "audit.Disposal.approved_by": "That you approved an erasure is an event in the record, which is in your list.",
    "axes.AccessFailureLog.username": NO_LOG,
    "axes.AccessLog.username": NO_LOG,
}

SECRETS = {
    "password": "Your password is kept only as a fingerprint that nobody can read: listing it would help a thief.",
    "codes": "Codes and links are kept only as fingerprints; the secret of your phone stays where it is.",
    "team messages": "The text of weekly messages about your team is about your colleagues.",
    "proof of several": "A proof kept for several people at once names the others, so it is in nobody's list.",
    "unnamed comments": "A comment without a name has no time and no order either: nobody can say whose it is.",
}
