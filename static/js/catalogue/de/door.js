// @ts-check
// Texts of the browser code in German: what is said before joining.

import { learn } from '../../page/say.js';

learn('de', {
  'You should hear two notes.': 'Sie sollten zwei Töne hören.',
  'Two notes were played. If you heard none, turn the volume up or choose another speaker.':
    'Zwei Töne wurden gespielt. Wenn Sie keinen gehört haben, stellen Sie lauter, oder wählen Sie einen anderen Lautsprecher.',
  'This browser did not play the test sound. Turn the sound on for this page, then try again.':
    'Dieser Browser hat den Testton nicht gespielt. Schalten Sie den Ton für diese Seite ein, und versuchen Sie es noch einmal.',
  'The test sound could not be loaded. Check your connection, then try again.':
    'Der Testton konnte nicht geladen werden. Prüfen Sie Ihre Verbindung, und versuchen Sie es noch einmal.',
  'No camera found': 'Keine Kamera gefunden',
  'Camera {number}': 'Kamera {number}',
  'No microphone found': 'Kein Mikrofon gefunden',
  'Microphone {number}': 'Mikrofon {number}',
  'No speaker found': 'Kein Lautsprecher gefunden',
  'Speaker {number}': 'Lautsprecher {number}',
  'Nobody is here now': 'Jetzt ist niemand hier',
  '{count} people are here now': { one: '{count} Person ist jetzt hier', other: '{count} Personen sind jetzt hier' },
  'Link copied.': 'Link kopiert.',
  'The browser did not let the link be copied. Copy it from the address bar.':
    'Der Browser ließ den Link nicht kopieren. Kopieren Sie ihn aus der Adressleiste.',
  'The browser did not let the link be copied. Show its QR code, or copy it from where you got it.':
    'Der Browser ließ den Link nicht kopieren. Zeigen Sie seinen QR-Code, oder kopieren Sie ihn dort, wo Sie ihn herhaben.',
  'The whole link cannot be copied any more: this page was loaded again, and the key in it stays hidden. Copy the link from where you got it.':
    'Der ganze Link lässt sich nicht mehr kopieren: Diese Seite wurde neu geladen, und der Schlüssel darin bleibt verborgen. Kopieren Sie den Link dort, wo Sie ihn herhaben.',
  'The whole link is not here any more: this page was loaded again, and the key in it stays hidden. Take the link from where you got it.':
    'Der ganze Link ist nicht mehr hier: Diese Seite wurde neu geladen, und der Schlüssel darin bleibt verborgen. Nehmen Sie den Link dort, wo Sie ihn herhaben.',
  'Link handed over.': 'Link weitergegeben.',
  'The link could not be shared. Copy it, and send it yourself.': 'Der Link konnte nicht geteilt werden. Kopieren Sie ihn, und senden Sie ihn selbst.',
  'The QR code could not be loaded. Check your connection, then try again.':
    'Der QR-Code konnte nicht geladen werden. Prüfen Sie Ihre Verbindung, und versuchen Sie es noch einmal.',
  'The link is too long for a QR code. Copy it, and send it yourself.': 'Der Link ist zu lang für einen QR-Code. Kopieren Sie ihn, und senden Sie ihn selbst.',
  "This page may not use your camera. Allow it in the browser's address bar, then turn it on here.":
    'Diese Seite darf Ihre Kamera nicht verwenden. Erlauben Sie es in der Adressleiste des Browsers, und schalten Sie sie hier ein.',
  "This page may not use your microphone. Allow it in the browser's address bar, then turn it on here.":
    'Diese Seite darf Ihr Mikrofon nicht verwenden. Erlauben Sie es in der Adressleiste des Browsers, und schalten Sie es hier ein.',
  "This page may not use your camera and microphone. Allow it in the browser's address bar, then turn it on here.":
    'Diese Seite darf Kamera und Mikrofon nicht verwenden. Erlauben Sie es in der Adressleiste des Browsers, und schalten Sie beide hier ein.',
  'The system settings of this machine keep the browser from your camera. Allow it there, then turn it on here.':
    'Die Systemeinstellungen dieses Geräts halten den Browser von der Kamera fern. Erlauben Sie es dort, und schalten Sie sie hier ein.',
  'The system settings of this machine keep the browser from your microphone. Allow it there, then turn it on here.':
    'Die Systemeinstellungen dieses Geräts halten den Browser vom Mikrofon fern. Erlauben Sie es dort, und schalten Sie es hier ein.',
  'The system settings of this machine keep the browser from your camera and microphone. Allow it there, then turn it on here.':
    'Die Systemeinstellungen dieses Geräts halten den Browser von Kamera und Mikrofon fern. Erlauben Sie es dort, und schalten Sie beide hier ein.',
  'The question about your camera was closed. Turn it on to be asked again.':
    'Die Frage nach der Kamera wurde geschlossen. Schalten Sie sie ein, um noch einmal gefragt zu werden.',
  'The question about your microphone was closed. Turn it on to be asked again.':
    'Die Frage nach dem Mikrofon wurde geschlossen. Schalten Sie es ein, um noch einmal gefragt zu werden.',
  'The question about your camera and microphone was closed. Turn it on to be asked again.':
    'Die Frage nach Kamera und Mikrofon wurde geschlossen. Schalten Sie sie ein, um noch einmal gefragt zu werden.',
  'No camera was found. Plug one in and turn it on, or join without it.':
    'Es wurde keine Kamera gefunden. Schließen Sie eine an, und schalten Sie sie ein, oder treten Sie ohne bei.',
  'No microphone was found. Plug one in and turn it on, or join without it.':
    'Es wurde kein Mikrofon gefunden. Schließen Sie eines an, und schalten Sie es ein, oder treten Sie ohne bei.',
  'No camera or microphone was found. Plug one in and turn it on, or join without: you can listen and watch.':
    'Es wurde weder Kamera noch Mikrofon gefunden. Schließen Sie etwas an, und schalten Sie es ein, oder treten Sie ohne bei: Sie können zuhören und zusehen.',
  'Another program is using your camera. Close that program, then turn it on here.':
    'Ein anderes Programm verwendet Ihre Kamera. Schließen Sie es, und schalten Sie die Kamera hier ein.',
  'Another program is using your microphone. Close that program, then turn it on here.':
    'Ein anderes Programm verwendet Ihr Mikrofon. Schließen Sie es, und schalten Sie das Mikrofon hier ein.',
  'Another program is using your camera and microphone. Close that program, then turn it on here.':
    'Ein anderes Programm verwendet Kamera und Mikrofon. Schließen Sie es, und schalten Sie beide hier ein.',
  'Your camera was unplugged. Plug it in and turn it on again.': 'Ihre Kamera wurde abgezogen. Schließen Sie sie an, und schalten Sie sie wieder ein.',
  'Your microphone was unplugged. Plug it in and turn it on again.': 'Ihr Mikrofon wurde abgezogen. Schließen Sie es an, und schalten Sie es wieder ein.',
  'Your camera and microphone were unplugged. Plug them in and turn them on again.':
    'Kamera und Mikrofon wurden abgezogen. Schließen Sie beide an, und schalten Sie sie wieder ein.',
  'Camera and microphone stay off at this address.': 'Unter dieser Adresse bleiben Kamera und Mikrofon aus.',
  'This browser cannot use your camera here. Try a current Firefox, Chrome or Safari.':
    'Dieser Browser kann Ihre Kamera hier nicht verwenden. Versuchen Sie einen aktuellen Firefox, Chrome oder Safari.',
  'This browser cannot use your microphone here. Try a current Firefox, Chrome or Safari.':
    'Dieser Browser kann Ihr Mikrofon hier nicht verwenden. Versuchen Sie einen aktuellen Firefox, Chrome oder Safari.',
  'This browser cannot use your camera and microphone here. Try a current Firefox, Chrome or Safari.':
    'Dieser Browser kann Kamera und Mikrofon hier nicht verwenden. Versuchen Sie einen aktuellen Firefox, Chrome oder Safari.',
  'Your camera did not start. Turn it on again, or choose another one.':
    'Ihre Kamera ist nicht gestartet. Schalten Sie sie noch einmal ein, oder wählen Sie eine andere.',
  'Your microphone did not start. Turn it on again, or choose another one.':
    'Ihr Mikrofon ist nicht gestartet. Schalten Sie es noch einmal ein, oder wählen Sie ein anderes.',
  'Your camera and microphone did not start. Turn it on again, or choose another one.':
    'Kamera und Mikrofon sind nicht gestartet. Schalten Sie sie noch einmal ein, oder wählen Sie andere.',
  'Mute microphone': 'Mikrofon ausschalten',
  'Unmute microphone': 'Mikrofon einschalten',
  'Turn camera off': 'Kamera ausschalten',
  'Turn camera on': 'Kamera einschalten',
  'Your camera is starting.': 'Ihre Kamera startet.',
  'Your camera is off.': 'Ihre Kamera ist aus.',
  'You are signed in elsewhere': 'Sie sind anderswo angemeldet',
  'This channel was opened in another place with your session. You can take it back; the other place then stops.':
    'Dieser Kanal wurde mit Ihrer Sitzung an einem anderen Ort geöffnet. Sie können ihn zurückholen; am anderen Ort endet er dann.',
  'You were taken out of this channel': 'Sie wurden aus diesem Kanal genommen',
  'The operator of this service ended your visit. Ask the person who invited you what to do.':
    'Der Betreiber dieses Dienstes hat Ihren Besuch beendet. Fragen Sie, wer Sie eingeladen hat, was zu tun ist.',
  'Your visit has run out': 'Ihr Besuch ist abgelaufen',
  'A visit lasts a limited time. Join again to go on.': 'Ein Besuch dauert eine begrenzte Zeit. Treten Sie noch einmal bei, um weiterzumachen.',
  'This channel is closed': 'Dieser Kanal ist geschlossen',
  'It has reached its end or was taken away. Ask for a new link, or start a channel of your own.':
    'Er ist zu Ende oder wurde entfernt. Bitten Sie um einen neuen Link, oder eröffnen Sie einen eigenen Kanal.',
  'This channel is not here': 'Diesen Kanal gibt es hier nicht',
  'It may have been taken away, or the link is not complete. Ask whoever sent it for a new one.':
    'Vielleicht wurde er entfernt, oder der Link ist nicht vollständig. Bitten Sie um einen neuen, wo Sie ihn herhaben.',
  'The channel is full': 'Der Kanal ist voll',
  'Every seat is taken, or kept for a minute for somebody whose line dropped. Try again a minute after somebody has left.':
    'Jeder Platz ist besetzt oder wird eine Minute für jemanden freigehalten, dessen Leitung abgerissen ist. Versuchen Sie es eine Minute, nachdem jemand gegangen ist, noch einmal.',
  'Your network has its share of seats': 'Ihr Netz hat seinen Anteil an Plätzen',
  'One network may fill only a part of a channel, and others of yours are in. Try again a minute after one of them has left, or come by another network.':
    'Ein Netz darf nur einen Teil eines Kanals füllen, und andere aus Ihrem sind schon darin. Versuchen Sie es eine Minute, nachdem jemand von ihnen gegangen ist, noch einmal, oder kommen Sie über ein anderes Netz.',
  'The channel is locked': 'Der Kanal ist gesperrt',
  'The operator lets nobody new in at the moment. Try again later.':
    'Der Betreiber lässt im Augenblick niemanden neu herein. Versuchen Sie es später noch einmal.',
  'You cannot come in here': 'Sie können hier nicht herein',
  'The operator of this service does not let you in for now. Ask the person who invited you what to do.':
    'Der Betreiber dieses Dienstes lässt Sie vorerst nicht herein. Fragen Sie, wer Sie eingeladen hat, was zu tun ist.',
  'Your visit is not known any more': 'Ihr Besuch ist nicht mehr bekannt',
  'The service could not match your browser to its visit. Join again to get a new one.':
    'Der Dienst konnte Ihren Browser keinem Besuch zuordnen. Treten Sie noch einmal bei, um einen neuen zu bekommen.',
  'The link is not complete': 'Der Link ist nicht vollständig',
  'The part behind # is missing. It is the key of this channel, and the service does not have it. Ask whoever invited you for the whole link.':
    'Der Teil hinter # fehlt. Er ist der Schlüssel dieses Kanals, und der Dienst hat ihn nicht. Bitten Sie um den ganzen Link, wer Sie eingeladen hat.',
  'This browser is too old for this channel': 'Dieser Browser ist zu alt für diesen Kanal',
  'It cannot seal what is said here. Open the link in a current Firefox, Chrome, Edge or Safari.':
    'Er kann nicht versiegeln, was hier gesagt wird. Öffnen Sie den Link in einem aktuellen Firefox, Chrome, Edge oder Safari.',
  'The service did not let you in': 'Der Dienst hat Sie nicht hereingelassen',
  'Your visit could not be confirmed, even with fresh credentials. Try again; if it stays so, tell the operator.':
    'Ihr Besuch ließ sich nicht bestätigen, auch nicht mit neuen Zugangsdaten. Versuchen Sie es noch einmal; wenn es so bleibt, sagen Sie es dem Betreiber.',
  'The service does not answer': 'Der Dienst antwortet nicht',
  'Check your connection to the internet, then press Join again.': 'Prüfen Sie Ihre Verbindung zum Internet, und drücken Sie noch einmal auf „Beitreten“.',
  'The service is busy': 'Der Dienst ist ausgelastet',
  'It cannot let anybody in right now. Wait a moment, then press Join again.':
    'Er kann gerade niemanden hereinlassen. Warten Sie einen Augenblick, und drücken Sie noch einmal auf „Beitreten“.',
  'Too many tries': 'Zu viele Versuche',
  'Too many people join from your network, or join this channel, at once. Wait a minute, then press Join again.':
    'Zu viele kommen gerade aus Ihrem Netz oder in diesen Kanal. Warten Sie eine Minute, und drücken Sie noch einmal auf „Beitreten“.',
  'The service is full': 'Der Dienst ist voll',
  'It has as many visits as it can keep. Wait a few minutes, then press Join again; if it stays so, tell the operator.':
    'Er hat so viele Besuche, wie er halten kann. Warten Sie ein paar Minuten, und drücken Sie noch einmal auf „Beitreten“; wenn es so bleibt, sagen Sie es dem Betreiber.',
  'The service is very busy': 'Der Dienst ist sehr ausgelastet',
  'It gives every browser a small task before it lets anybody in, and yours did not finish it. Wait a minute, then press Join again.':
    'Er gibt jedem Browser eine kleine Aufgabe, bevor er jemanden hereinlässt, und Ihrer wurde damit nicht fertig. Warten Sie eine Minute, und drücken Sie noch einmal auf „Beitreten“.',
  'This page needs a secure address': 'Diese Seite braucht eine sichere Adresse',
  'Browsers give camera, microphone and calls only to addresses that start with https. Open the link with https in front, or ask the operator for one.':
    'Browser geben Kamera, Mikrofon und Anrufe nur Adressen, die mit https beginnen. Öffnen Sie den Link mit https davor, oder bitten Sie den Betreiber um einen.',
  'Something went wrong': 'Etwas ist schiefgegangen',
  'The service refused without a reason that this page knows. Load the page again; if it stays so, tell the operator the code below.':
    'Der Dienst hat abgelehnt, ohne einen Grund, den diese Seite kennt. Laden Sie die Seite neu; wenn es so bleibt, nennen Sie dem Betreiber den Code unten.',
  Guest: 'Gast',
  'Your name and choices are forgotten in this browser. What you choose from now on is kept again.':
    'Ihr Name und Ihre Einstellungen sind in diesem Browser vergessen. Was Sie ab jetzt wählen, wird wieder behalten.',
  'Compare with {name}': 'Mit {name} vergleichen',
  'You compared these, and they were the same: nobody sits between you.': 'Sie haben dies verglichen, und es war gleich: Niemand sitzt zwischen Ihnen.',
  'Reconnecting to the channel. Your call goes on.': 'Die Verbindung zum Kanal wird neu aufgebaut. Ihr Anruf geht weiter.',
  'Somebody on the way changes or repeats messages of this channel. This page drops them. If a call does not come about, talk another way and tell the operator.':
    'Jemand auf dem Weg verändert oder wiederholt Nachrichten dieses Kanals. Diese Seite verwirft sie. Wenn kein Anruf zustande kommt, sprechen Sie auf einem anderen Weg, und sagen Sie es dem Betreiber.',
  'Reconnecting to the channel.': 'Die Verbindung zum Kanal wird neu aufgebaut.',
  'The service does not answer yet. Trying again.': 'Der Dienst antwortet noch nicht. Es wird neu versucht.',
  'The channel could not be started: the service does not answer. Check your connection, then try again.':
    'Der Kanal konnte nicht eröffnet werden: Der Dienst antwortet nicht. Prüfen Sie Ihre Verbindung, und versuchen Sie es noch einmal.',
  'Too many channels were started in the last hour. Wait a while, then try again.':
    'In der letzten Stunde wurden zu viele Kanäle eröffnet. Warten Sie eine Weile, und versuchen Sie es noch einmal.',
  'The service is very busy, and your browser did not finish the task that it was given. Wait a minute, then try again.':
    'Der Dienst ist sehr ausgelastet, und Ihr Browser wurde mit seiner Aufgabe nicht fertig. Warten Sie eine Minute, und versuchen Sie es noch einmal.',
  'Visitors may not start channels here. Ask the operator for one.': 'Besucher dürfen hier keine Kanäle eröffnen. Bitten Sie den Betreiber um einen.',
  'The service is busy. Wait a moment, then try again.': 'Der Dienst ist ausgelastet. Warten Sie einen Augenblick, und versuchen Sie es noch einmal.',
  'A private channel needs a secure address. Open this page with https in front.':
    'Ein privater Kanal braucht eine sichere Adresse. Öffnen Sie diese Seite mit https davor.',
  'Your connection looks good.': 'Ihre Verbindung sieht gut aus.',
  'Your connection is a little slow. If video freezes, turn the camera off.':
    'Ihre Verbindung ist etwas langsam. Wenn das Bild stockt, schalten Sie die Kamera aus.',
  'Your connection is slow: video may freeze. Try turning the camera off.': 'Ihre Verbindung ist langsam: Das Bild kann stocken. Versuchen Sie es ohne Kamera.',
  'The service does not answer. Check your connection to the internet.': 'Der Dienst antwortet nicht. Prüfen Sie Ihre Verbindung zum Internet.',
  'You are offline. Connect to the internet, then join.': 'Sie sind offline. Verbinden Sie sich mit dem Internet, und treten Sie dann bei.',
});
