// Package tablet owns the application on the auditor's tablet: files that work without the server.
// Its modules score, merge and check answers as the packages of the server do; the tests of the
// package hold both to the same results in a browser. It knows no page of package web.
//
// What is sent is sent when the server said so: request in wire.js takes nothing for an answer that
// has no voucher for its own nonce (see package access), whatever its status and content. Without
// one it is Unreachable, with the code "not-hallmark": nothing is marked as sent, nothing as
// refused, nobody is signed out. A redirection is not followed. A photograph is sent when the answer
// names its digest. A sign-in of the version before has no key for vouchers: the queue waits for a
// new one.
//
// One window of an account works at a time (turn.js): another one says so and can take over; the
// first one then puts on the disk what it holds and writes no more.
//
// What users of other field programs complain about in public (projects and numbers of their
// threads), what happens here, and the test that shows it:
//
//   - the form after a kill, also behind the camera (collect 5628 and 4250, getodk 643): each
//     answer is on the disk before it shows as saved, and what is not complete as it is typed; a
//     killed page opens where the disk is, at the same place; a photograph is stored before it is
//     processed; signatures are stored as they are drawn, with what stood when they were made;
//     tabletwork.TestVisitWithoutNetwork, tabletjourney.TestBegunIsKept,
//     tabletjourney.TestPhotographCutOff, tabletjourney.TestSignaturesAreKept.
//   - reopening after an interruption (collect 214): the list names what is under way; the audit
//     opens with all that was recorded; tabletjourney.TestSharedTablet.
//   - many photographs (getodk 669, 672 and 548): 200 in one audit; only thumbnails near the
//     window are deciphered; tabletwork.TestManyPhotographs.
//   - sent although the server erred; a file is missing (getodk 1017, formhub 952): an answer
//     counts by its voucher, a photograph by its digest; the copy is kept until the server has
//     confirmed it; tabletwork.TestFaults, tabletwork.TestCopyIsKept.
//   - empty or missing files (getodk 140, enketo-express 776): a cut picture is refused with a
//     sentence when it is taken; what the server lacks is sent again; tabletwork.TestCutPicture,
//     tabletwork.TestCopyIsKept.
//   - deletion or sign-out with unsent work (getodk 173, enketo 1127): signing out is refused
//     until the work is sent or in a file; a second person sees nothing of it;
//     tabletjourney.TestSharedTablet, tabletwork.TestSecondPerson.
//   - wrong times (getodk 1130): the clock's error is known from the server's answers, corrected
//     both ways and said once; tabletwork.TestClockBehind, tabletwork.TestClockAhead.
//   - a portrait lies on its side (collect 4571): a picture is turned upright before it is stored;
//     tablet.TestTablet.
//   - 413 of a proxy (collect 4476, enketo-express 370): it says so, a smaller copy goes, the
//     original is kept; tabletwork.TestProxyTooLarge.
//   - one item stops the queue (ehealth.api 3862): one refused item waits by itself, the others go
//     on; tabletwork.TestCorruptPhotographs.
//   - a record that can never be sent (enketo 1226): what is refused can be tried again, kept as a
//     remark, or discarded into a file; so can an audit whose start is refused; one that was begun by mistake is
//     discarded or voided; tabletjourney.TestRefused, tabletwork.TestStartRefused,
//     tabletjourney.TestDiscard, tabletjourney.TestVoid.
//   - cleared or evicted data (kobotoolbox docs 18 and 45, Dexie.js 739, ionic-storage 184):
//     lasting storage is asked for, and the list warns without it; unsent work can be put
//     into a file, also photographs that were not processed yet; what the browser takes away is gone;
//     tabletwork.TestSavedToFile, tabletwork.TestFileHoldsRaw, tabletjourney.TestLastingStorage.
//   - a false "unsaved" (enketo 1072): the bar counts what waits on the disk;
//     tabletjourney.TestVisit.
//   - sent twice (SEL-Columbia enketo 399): everything has an ID of its own: a repetition changes
//     nothing; tabletwork.TestTwiceAndInAnotherOrder.
//   - the queue shows after a reload only (SEL-Columbia enketo 89): bar and sync centre follow the
//     queue; tabletwork.TestTwentyDrops.
//   - the database connection is lost (Dexie.js 1139, ionic-webview 352 and 354, localForage 887,
//     cht-core 7149): it is opened anew; if that fails the page locks and says what is not saved;
//     tabletwork.TestEveryStorageCallFails.
//   - no room (Dexie.js 840): a full device says so at the entry, and nothing of it counts;
//     tabletwork.TestFullDisk.
//   - a captive portal looks like the network (HubSpot offline 236, bitwarden mobile 682): what
//     has no voucher is no answer; tabletwork.TestFaults.
//   - the update button does nothing, or loses a form (observ-ing 612, pwa-wp 205): an update is
//     offered where nobody is in the middle of something, and taken when asked;
//     tabletjourney.TestUpdate.
//   - one version is lost for ever (SafetyCulture, sync conflicts): both answers stand until
//     somebody chooses; both stay in the history; tabletwork.TestOverlappingAnswers,
//     tabletwork.TestTwoInspectorsLive.
//   - who has not synced (Ailo 15588404625679): the page of signatures says which colleague was
//     last heard when, and how much the other tablet has yet to send; a change takes signatures back;
//     tabletjourney.TestSignLive, tabletwork.TestUnsentIsTold.
package tablet
