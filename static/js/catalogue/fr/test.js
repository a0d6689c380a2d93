// @ts-check
// Texts of the browser code in French: what is of the page that tests.

import { learn } from '../../page/say.js';

learn('fr', {
  '{check}: {state}.': '{check} : {state}.',
  'The test runs.': 'Le test est en cours.',
  'Run again': 'Relancer le test',
  Waiting: 'En attente',
  Running: 'En cours',
  'Your turn': 'À vous',
  Passed: 'Réussi',
  Failed: 'Échec',
  Skipped: 'Omis',
  'If the browser asks, allow the camera.': 'Si le navigateur le demande, autorisez la caméra.',
  'Say something, so that there is sound to hear.': 'Dites quelque chose, pour qu’il y ait du son à entendre.',
  'Two notes are played now.': 'Deux notes sont jouées maintenant.',
  'Each way to the relay is tried.': 'Chaque chemin vers le relais est essayé.',
  'This page calls itself.': 'Cette page s’appelle elle-même.',
  'This browser has everything that calls need.': 'Ce navigateur a tout ce qu’il faut pour les appels.',
  'The camera gives a picture of {width} by {height} points.': 'La caméra donne une image de {width} sur {height} points.',
  'The microphone is on, and sound was heard.': 'Le micro est activé, et du son a été entendu.',
  'You heard the two notes.': 'Vous avez entendu les deux notes.',
  'The service answered in {ms} milliseconds.': 'Le service a répondu en {ms} millisecondes.',
  'Messages go to the service and back. The way there and back took {ms} milliseconds.':
    'Les messages vont jusqu’au service et en reviennent. L’aller-retour a pris {ms} millisecondes.',
  'Others can look for this browser in your network, and from the internet.': 'Les autres peuvent chercher ce navigateur dans votre réseau et depuis Internet.',
  'Voice, picture and data arrived. The way there and back took {ms} milliseconds.':
    'La voix, l’image et les données sont arrivées. L’aller-retour a pris {ms} millisecondes.',
  'This browser can call. It keeps nothing for this page, so your name and choices are forgotten each time.':
    'Ce navigateur peut appeler. Il ne garde rien pour cette page : votre nom et vos choix sont oubliés à chaque fois.',
  'The microphone is on. This browser does not let the page measure whether it hears something.':
    'Le micro est activé. Ce navigateur ne laisse pas la page mesurer s’il entend quelque chose.',
  'Data arrived. There was no camera and no microphone to send from.': 'Les données sont arrivées. Il n’y avait ni caméra ni micro pour envoyer autre chose.',
  'This service has no relay. Where two networks let no direct call through, calls fail.':
    'Ce service n’a pas de relais. Là où deux réseaux ne laissent passer aucun appel direct, les appels échouent.',
  'This service keeps its relay for people in a channel, so it is not tested here.':
    'Ce service réserve son relais aux personnes qui sont dans un salon ; il n’est donc pas testé ici.',
  'The service did not answer, so the page does not know where to look.': 'Le service n’a pas répondu, la page ne sait donc pas où chercher.',
  'This browser cannot call here.': 'Ce navigateur ne peut pas appeler ici.',
  'This page needs a secure address. Open it with https in front, or ask whoever runs this service for such an address.':
    'Cette page a besoin d’une adresse sécurisée. Ouvrez-la avec https au début, ou demandez une telle adresse à l’administrateur.',
  'This browser has no calls, or they are switched off. Use a current Firefox, Chrome, Edge or Safari.':
    'Ce navigateur n’a pas d’appels, ou ils sont désactivés. Utilisez une version récente de Firefox, Chrome, Edge ou Safari.',
  'This browser is too old for channels with a key. Use a current Firefox, Chrome, Edge or Safari.':
    'Ce navigateur est trop ancien pour les salons à clé. Utilisez une version récente de Firefox, Chrome, Edge ou Safari.',
  'The camera is on, but gives no picture. Open its cover, close other programs that use it, or choose another camera.':
    'La caméra est allumée, mais ne donne pas d’image. Ouvrez son cache, fermez les autres programmes qui l’utilisent, ou choisissez une autre caméra.',
  'The microphone is on, but no sound comes from it. Look for a switch on the microphone or on the keyboard, and at the sound settings of this machine.':
    'Le micro est activé, mais aucun son n’en vient. Cherchez un interrupteur sur le micro ou sur le clavier, et vérifiez les réglages du son de cet appareil.',
  'The microphone is on, but hears very little. Speak while the test runs, come nearer, or raise its level in the settings of this machine.':
    'Le micro est activé, mais entend très peu. Parlez pendant le test, rapprochez-vous, ou montez son niveau dans les réglages de cet appareil.',
  'You did not hear the notes. Turn the volume up, look which speaker this machine uses, or plug in headphones.':
    'Vous n’avez pas entendu les notes. Montez le volume, vérifiez quel haut-parleur cet appareil utilise, ou branchez un casque.',
  'This browser did not play the notes. Turn the sound on for this page, then run the test again.':
    'Ce navigateur n’a pas joué les notes. Activez le son pour cette page, puis relancez le test.',
  'The service does not answer. Look whether other pages open; if they do, a firewall, a filter or a VPN may be in the way.':
    'Le service ne répond pas. Vérifiez si d’autres pages s’ouvrent ; si c’est le cas, un pare-feu, un filtre ou un VPN bloque peut-être le passage.',
  'Too many ask this service from your network at once. Wait a minute, then run the test again.':
    'Trop de demandes à ce service viennent en même temps de votre réseau. Attendez une minute, puis relancez le test.',
  'The service is very busy and gave your browser a task that it did not finish. Wait a minute, then run the test again.':
    'Le service est très occupé et a donné à votre navigateur une tâche qu’il n’a pas terminée. Attendez une minute, puis relancez le test.',
  'The service is busy. Wait a moment, then run the test again.': 'Le service est occupé. Patientez un instant, puis relancez le test.',
  'The page opens, but no lasting connection to the service does. A filter or proxy in your network may block WebSockets: try another network, or switch a VPN or filter off.':
    'La page s’ouvre, mais pas de connexion durable avec le service. Un filtre ou un proxy de votre réseau bloque peut-être les WebSockets : essayez un autre réseau, ou désactivez un VPN ou un filtre.',
  'A connection to the service opens, but nothing comes back through it. A filter or proxy in your network may hold it back: try another network.':
    'Une connexion avec le service s’ouvre, mais rien n’en revient. Un filtre ou un proxy de votre réseau la retient peut-être : essayez un autre réseau.',
  'The browser finds no way over which others could reach it. An extension or a setting for privacy may forbid direct connections.':
    'Le navigateur ne trouve aucun chemin par lequel les autres pourraient le joindre. Une extension ou un réglage de confidentialité interdit peut-être les connexions directes.',
  'The relay does not answer. A firewall may block it: try another network. Calls that go without a relay still work.':
    'Le relais ne répond pas. Un pare-feu le bloque peut-être : essayez un autre réseau. Les appels qui se passent de relais fonctionnent toujours.',
  'The relay answers, but does not take what this service gave for it. Tell whoever runs this service: the shared secret or the clocks may differ.':
    'Le relais répond, mais n’accepte pas ce que ce service a donné pour lui. Prévenez l’administrateur : le secret partagé ou les horloges diffèrent peut-être.',
  'The relay has no place left at this moment. Try again later, and tell whoever runs this service if it stays so.':
    'Le relais n’a plus de place en ce moment. Réessayez plus tard, et prévenez l’administrateur si rien ne change.',
  'The relay answers with an error. Tell whoever runs this service.': 'Le relais répond par une erreur. Prévenez l’administrateur.',
  'This page could not call itself. An extension, a firewall on this machine or a setting for privacy may forbid calls.':
    'Cette page n’a pas pu s’appeler elle-même. Une extension, un pare-feu sur cet appareil ou un réglage de confidentialité interdit peut-être les appels.',
  'The connection came about, but data did not arrive. Load the page again; if it stays so, use another browser.':
    'La connexion s’est faite, mais les données ne sont pas arrivées. Rechargez la page ; si rien ne change, utilisez un autre navigateur.',
  'The connection came about, but voice or picture did not arrive. Load the page again; if it stays so, use another browser.':
    'La connexion s’est faite, mais la voix ou l’image n’est pas arrivée. Rechargez la page ; si rien ne change, utilisez un autre navigateur.',
  'Something happened that this page does not know. Load it again; if it stays so, send the report.':
    'Il s’est passé quelque chose que cette page ne connaît pas. Rechargez-la ; si rien ne change, envoyez le rapport.',
  'This page may not use your camera. Allow it in the address bar of the browser, then run the test again.':
    'Cette page n’a pas le droit d’utiliser votre caméra. Autorisez-la dans la barre d’adresse du navigateur, puis relancez le test.',
  'The settings of this machine keep the browser from your camera. Allow it there, then run the test again.':
    'Les réglages de cet appareil interdisent la caméra au navigateur. Autorisez-la dans ces réglages, puis relancez le test.',
  'The question about your camera was closed. Run the test again to be asked again.':
    'La question au sujet de votre caméra a été fermée. Relancez le test pour que la question soit posée de nouveau.',
  'No camera was found. Plug one in, then run the test again. Without one you can still call by voice.':
    'Aucune caméra n’a été trouvée. Branchez-en une, puis relancez le test. Sans caméra, vous pouvez quand même appeler par la voix.',
  'Another program is using your camera. Close that program, then run the test again.':
    'Un autre programme utilise votre caméra. Fermez ce programme, puis relancez le test.',
  'Your camera did not start. Unplug it and plug it in again, or restart the browser.':
    'Votre caméra n’a pas démarré. Débranchez-la et rebranchez-la, ou redémarrez le navigateur.',
  'This page may not use your microphone. Allow it in the address bar of the browser, then run the test again.':
    'Cette page n’a pas le droit d’utiliser votre micro. Autorisez-le dans la barre d’adresse du navigateur, puis relancez le test.',
  'The settings of this machine keep the browser from your microphone. Allow it there, then run the test again.':
    'Les réglages de cet appareil interdisent le micro au navigateur. Autorisez-le dans ces réglages, puis relancez le test.',
  'The question about your microphone was closed. Run the test again to be asked again.':
    'La question au sujet de votre micro a été fermée. Relancez le test pour que la question soit posée de nouveau.',
  'No microphone was found. Plug one in, then run the test again. Without one you can still listen and write.':
    'Aucun micro n’a été trouvé. Branchez-en un, puis relancez le test. Sans micro, vous pouvez quand même écouter et écrire.',
  'Another program is using your microphone. Close that program, then run the test again.':
    'Un autre programme utilise votre micro. Fermez ce programme, puis relancez le test.',
  'Your microphone did not start. Unplug it and plug it in again, or restart the browser.':
    'Votre micro n’a pas démarré. Débranchez-le et rebranchez-le, ou redémarrez le navigateur.',
  'Two notes were played. Did you hear them?': 'Deux notes ont été jouées. Les avez-vous entendues ?',
  'The relay is there by UDP, after {ms} milliseconds.': 'Le relais est joignable par UDP, en {ms} millisecondes.',
  'By UDP it does not answer, which makes calls through it slower.': 'Par UDP, il ne répond pas, ce qui ralentit les appels qui passent par lui.',
  'The relay is there by TCP, after {ms} milliseconds.': 'Le relais est joignable par TCP, en {ms} millisecondes.',
  'By TCP it does not answer.': 'Par TCP, il ne répond pas.',
  'The relay is there by TLS, after {ms} milliseconds.': 'Le relais est joignable par TLS, en {ms} millisecondes.',
  'By TLS it does not answer.': 'Par TLS, il ne répond pas.',
  'Look at the failed checks, then send the report to whoever runs this service.':
    'Regardez les vérifications en échec, puis envoyez le rapport à l’administrateur de ce service.',
  'One question is left: did you hear the two notes?': 'Il reste une question : avez-vous entendu les deux notes ?',
  'Whatever could be tested works. You are ready to call.': 'Tout ce qui pouvait être testé fonctionne. Vous pouvez appeler.',
  'Everything works. You are ready to call.': 'Tout fonctionne. Vous pouvez appeler.',
  '{count} ways to this browser were found, in your own network.': {
    one: 'Un chemin vers ce navigateur a été trouvé, dans votre propre réseau.',
    many: '{count} chemins vers ce navigateur ont été trouvés, dans votre propre réseau.',
    other: '{count} chemins vers ce navigateur ont été trouvés, dans votre propre réseau.',
  },
});
