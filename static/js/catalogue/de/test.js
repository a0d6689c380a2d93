// @ts-check
// Texts of the browser code in German: what is of the page that tests.

import { learn } from '../../page/say.js';

learn('de', {
  '{check}: {state}.': '{check}: {state}.',
  'The test runs.': 'Der Test läuft.',
  'Run again': 'Noch einmal testen',
  Waiting: 'Wartet',
  Running: 'Läuft',
  'Your turn': 'Sie sind dran',
  Passed: 'Bestanden',
  Failed: 'Nicht bestanden',
  Skipped: 'Übersprungen',
  'If the browser asks, allow the camera.': 'Wenn der Browser fragt, erlauben Sie die Kamera.',
  'Say something, so that there is sound to hear.': 'Sagen Sie etwas, damit etwas zu hören ist.',
  'Two notes are played now.': 'Jetzt werden zwei Töne gespielt.',
  'Each way to the relay is tried.': 'Jeder Weg zum Relais wird versucht.',
  'This page calls itself.': 'Diese Seite ruft sich selbst an.',
  'This browser has everything that calls need.': 'Dieser Browser hat alles, was Anrufe brauchen.',
  'The camera gives a picture of {width} by {height} points.': 'Die Kamera gibt ein Bild von {width} mal {height} Punkten.',
  'The microphone is on, and sound was heard.': 'Das Mikrofon ist an, und es war etwas zu hören.',
  'You heard the two notes.': 'Sie haben die zwei Töne gehört.',
  'The service answered in {ms} milliseconds.': 'Der Dienst hat in {ms} Millisekunden geantwortet.',
  'Messages go to the service and back. The way there and back took {ms} milliseconds.':
    'Nachrichten gehen zum Dienst und zurück. Hin und zurück dauerte es {ms} Millisekunden.',
  'Others can look for this browser in your network, and from the internet.': 'Andere können diesen Browser in Ihrem Netz und aus dem Internet suchen.',
  'Voice, picture and data arrived. The way there and back took {ms} milliseconds.':
    'Stimme, Bild und Daten kamen an. Hin und zurück dauerte es {ms} Millisekunden.',
  'This browser can call. It keeps nothing for this page, so your name and choices are forgotten each time.':
    'Dieser Browser kann anrufen. Er behält nichts für diese Seite, darum sind Name und Einstellungen jedes Mal vergessen.',
  'The microphone is on. This browser does not let the page measure whether it hears something.':
    'Das Mikrofon ist an. Dieser Browser lässt die Seite nicht messen, ob es etwas hört.',
  'Data arrived. There was no camera and no microphone to send from.': 'Daten kamen an. Es gab weder Kamera noch Mikrofon, von denen zu senden war.',
  'This service has no relay. Where two networks let no direct call through, calls fail.':
    'Dieser Dienst hat kein Relais. Wo zwei Netze keinen direkten Anruf durchlassen, kommen Anrufe nicht zustande.',
  'This service keeps its relay for people in a channel, so it is not tested here.':
    'Dieser Dienst hat sein Relais nur für Menschen in einem Kanal, darum wird es hier nicht getestet.',
  'The service did not answer, so the page does not know where to look.': 'Der Dienst hat nicht geantwortet, darum weiß die Seite nicht, wo sie suchen soll.',
  'This browser cannot call here.': 'Dieser Browser kann hier nicht anrufen.',
  'This page needs a secure address. Open it with https in front, or ask whoever runs this service for such an address.':
    'Diese Seite braucht eine sichere Adresse. Öffnen Sie sie mit https davor, oder bitten Sie den Betreiber dieses Dienstes um eine solche.',
  'This browser has no calls, or they are switched off. Use a current Firefox, Chrome, Edge or Safari.':
    'Dieser Browser kennt keine Anrufe, oder sie sind abgeschaltet. Nehmen Sie einen aktuellen Firefox, Chrome, Edge oder Safari.',
  'This browser is too old for channels with a key. Use a current Firefox, Chrome, Edge or Safari.':
    'Dieser Browser ist zu alt für Kanäle mit Schlüssel. Nehmen Sie einen aktuellen Firefox, Chrome, Edge oder Safari.',
  'The camera is on, but gives no picture. Open its cover, close other programs that use it, or choose another camera.':
    'Die Kamera ist an, gibt aber kein Bild. Öffnen Sie ihre Abdeckung, schließen Sie andere Programme, die sie verwenden, oder wählen Sie eine andere Kamera.',
  'The microphone is on, but no sound comes from it. Look for a switch on the microphone or on the keyboard, and at the sound settings of this machine.':
    'Das Mikrofon ist an, aber es kommt kein Ton. Suchen Sie einen Schalter am Mikrofon oder auf der Tastatur, und sehen Sie in den Toneinstellungen dieses Geräts nach.',
  'The microphone is on, but hears very little. Speak while the test runs, come nearer, or raise its level in the settings of this machine.':
    'Das Mikrofon ist an, hört aber sehr wenig. Sprechen Sie, während der Test läuft, kommen Sie näher, oder erhöhen Sie seinen Pegel in den Einstellungen dieses Geräts.',
  'You did not hear the notes. Turn the volume up, look which speaker this machine uses, or plug in headphones.':
    'Sie haben die Töne nicht gehört. Stellen Sie lauter, sehen Sie nach, welchen Lautsprecher dieses Gerät verwendet, oder schließen Sie Kopfhörer an.',
  'This browser did not play the notes. Turn the sound on for this page, then run the test again.':
    'Dieser Browser hat die Töne nicht gespielt. Schalten Sie den Ton für diese Seite ein, und testen Sie noch einmal.',
  'The service does not answer. Look whether other pages open; if they do, a firewall, a filter or a VPN may be in the way.':
    'Der Dienst antwortet nicht. Sehen Sie nach, ob sich andere Seiten öffnen; wenn ja, kann eine Firewall, ein Filter oder ein VPN im Weg sein.',
  'Too many ask this service from your network at once. Wait a minute, then run the test again.':
    'Aus Ihrem Netz fragen zu viele zugleich. Warten Sie eine Minute, und testen Sie noch einmal.',
  'The service is very busy and gave your browser a task that it did not finish. Wait a minute, then run the test again.':
    'Der Dienst ist sehr ausgelastet und gab Ihrem Browser eine Aufgabe, mit der er nicht fertig wurde. Warten Sie eine Minute, und testen Sie noch einmal.',
  'The service is busy. Wait a moment, then run the test again.': 'Der Dienst ist ausgelastet. Warten Sie einen Augenblick, und testen Sie noch einmal.',
  'The page opens, but no lasting connection to the service does. A filter or proxy in your network may block WebSockets: try another network, or switch a VPN or filter off.':
    'Die Seite öffnet sich, aber keine dauerhafte Verbindung zum Dienst. Vielleicht sperrt ein Filter oder Proxy in Ihrem Netz WebSockets: Versuchen Sie ein anderes Netz, oder schalten Sie VPN oder Filter aus.',
  'A connection to the service opens, but nothing comes back through it. A filter or proxy in your network may hold it back: try another network.':
    'Eine Verbindung zum Dienst öffnet sich, aber nichts kommt zurück. Vielleicht hält ein Filter oder Proxy in Ihrem Netz es auf: Versuchen Sie ein anderes Netz.',
  'The browser finds no way over which others could reach it. An extension or a setting for privacy may forbid direct connections.':
    'Der Browser findet keinen Weg, auf dem andere ihn erreichen könnten. Vielleicht verbietet eine Erweiterung oder eine Einstellung zum Datenschutz direkte Verbindungen.',
  'The relay does not answer. A firewall may block it: try another network. Calls that go without a relay still work.':
    'Das Relais antwortet nicht. Vielleicht sperrt es eine Firewall: Versuchen Sie ein anderes Netz. Anrufe, die ohne Relais gehen, gehen weiterhin.',
  'The relay answers, but does not take what this service gave for it. Tell whoever runs this service: the shared secret or the clocks may differ.':
    'Das Relais antwortet, nimmt aber nicht an, was dieser Dienst dafür ausgab. Sagen Sie es dem Betreiber dieses Dienstes: Das gemeinsame Geheimnis oder die Uhren können verschieden sein.',
  'The relay has no place left at this moment. Try again later, and tell whoever runs this service if it stays so.':
    'Das Relais hat im Augenblick keinen Platz. Versuchen Sie es später noch einmal, und sagen Sie es dem Betreiber dieses Dienstes, wenn es so bleibt.',
  'The relay answers with an error. Tell whoever runs this service.': 'Das Relais antwortet mit einem Fehler. Sagen Sie es dem Betreiber dieses Dienstes.',
  'This page could not call itself. An extension, a firewall on this machine or a setting for privacy may forbid calls.':
    'Diese Seite konnte sich nicht selbst anrufen. Vielleicht verbietet eine Erweiterung, eine Firewall auf diesem Gerät oder eine Einstellung zum Datenschutz Anrufe.',
  'The connection came about, but data did not arrive. Load the page again; if it stays so, use another browser.':
    'Die Verbindung kam zustande, aber Daten kamen nicht an. Laden Sie die Seite neu; wenn es so bleibt, nehmen Sie einen anderen Browser.',
  'The connection came about, but voice or picture did not arrive. Load the page again; if it stays so, use another browser.':
    'Die Verbindung kam zustande, aber Stimme oder Bild kamen nicht an. Laden Sie die Seite neu; wenn es so bleibt, nehmen Sie einen anderen Browser.',
  'Something happened that this page does not know. Load it again; if it stays so, send the report.':
    'Es ist etwas geschehen, das diese Seite nicht kennt. Laden Sie sie neu; wenn es so bleibt, senden Sie den Bericht.',
  'This page may not use your camera. Allow it in the address bar of the browser, then run the test again.':
    'Diese Seite darf Ihre Kamera nicht verwenden. Erlauben Sie es in der Adressleiste des Browsers, und testen Sie noch einmal.',
  'The settings of this machine keep the browser from your camera. Allow it there, then run the test again.':
    'Die Einstellungen dieses Geräts halten den Browser von der Kamera fern. Erlauben Sie es dort, und testen Sie noch einmal.',
  'The question about your camera was closed. Run the test again to be asked again.':
    'Die Frage nach der Kamera wurde geschlossen. Testen Sie noch einmal, um wieder gefragt zu werden.',
  'No camera was found. Plug one in, then run the test again. Without one you can still call by voice.':
    'Es wurde keine Kamera gefunden. Schließen Sie eine an, und testen Sie noch einmal. Ohne können Sie trotzdem mit der Stimme anrufen.',
  'Another program is using your camera. Close that program, then run the test again.':
    'Ein anderes Programm verwendet Ihre Kamera. Schließen Sie es, und testen Sie noch einmal.',
  'Your camera did not start. Unplug it and plug it in again, or restart the browser.':
    'Ihre Kamera ist nicht gestartet. Ziehen Sie sie ab, und schließen Sie sie wieder an, oder starten Sie den Browser neu.',
  'This page may not use your microphone. Allow it in the address bar of the browser, then run the test again.':
    'Diese Seite darf Ihr Mikrofon nicht verwenden. Erlauben Sie es in der Adressleiste des Browsers, und testen Sie noch einmal.',
  'The settings of this machine keep the browser from your microphone. Allow it there, then run the test again.':
    'Die Einstellungen dieses Geräts halten den Browser vom Mikrofon fern. Erlauben Sie es dort, und testen Sie noch einmal.',
  'The question about your microphone was closed. Run the test again to be asked again.':
    'Die Frage nach dem Mikrofon wurde geschlossen. Testen Sie noch einmal, um wieder gefragt zu werden.',
  'No microphone was found. Plug one in, then run the test again. Without one you can still listen and write.':
    'Es wurde kein Mikrofon gefunden. Schließen Sie eines an, und testen Sie noch einmal. Ohne können Sie trotzdem zuhören und schreiben.',
  'Another program is using your microphone. Close that program, then run the test again.':
    'Ein anderes Programm verwendet Ihr Mikrofon. Schließen Sie es, und testen Sie noch einmal.',
  'Your microphone did not start. Unplug it and plug it in again, or restart the browser.':
    'Ihr Mikrofon ist nicht gestartet. Ziehen Sie es ab, und schließen Sie es wieder an, oder starten Sie den Browser neu.',
  'Two notes were played. Did you hear them?': 'Zwei Töne wurden gespielt. Haben Sie sie gehört?',
  'The relay is there by UDP, after {ms} milliseconds.': 'Das Relais ist über UDP da, nach {ms} Millisekunden.',
  'By UDP it does not answer, which makes calls through it slower.': 'Über UDP antwortet es nicht, was Anrufe darüber langsamer macht.',
  'The relay is there by TCP, after {ms} milliseconds.': 'Das Relais ist über TCP da, nach {ms} Millisekunden.',
  'By TCP it does not answer.': 'Über TCP antwortet es nicht.',
  'The relay is there by TLS, after {ms} milliseconds.': 'Das Relais ist über TLS da, nach {ms} Millisekunden.',
  'By TLS it does not answer.': 'Über TLS antwortet es nicht.',
  'Look at the failed checks, then send the report to whoever runs this service.':
    'Sehen Sie sich die nicht bestandenen Prüfungen an, und senden Sie den Bericht dem Betreiber dieses Dienstes.',
  'One question is left: did you hear the two notes?': 'Eine Frage bleibt: Haben Sie die zwei Töne gehört?',
  'Whatever could be tested works. You are ready to call.': 'Was sich testen ließ, geht. Sie können anrufen.',
  'Everything works. You are ready to call.': 'Alles geht. Sie können anrufen.',
  '{count} ways to this browser were found, in your own network.': {
    one: '{count} Weg zu diesem Browser wurde gefunden, in Ihrem eigenen Netz.',
    other: '{count} Wege zu diesem Browser wurden gefunden, in Ihrem eigenen Netz.',
  },
});
