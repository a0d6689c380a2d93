// @ts-check
// Texts of the browser code in French: what is said before joining.

import { learn } from '../../page/say.js';

learn('fr', {
  'You should hear two notes.': 'Vous devriez entendre deux notes.',
  'Two notes were played. If you heard none, turn the volume up or choose another speaker.':
    'Deux notes ont été jouées. Si vous n’avez rien entendu, montez le volume ou choisissez un autre haut-parleur.',
  'This browser did not play the test sound. Turn the sound on for this page, then try again.':
    'Ce navigateur n’a pas joué le son d’essai. Activez le son pour cette page, puis réessayez.',
  'The test sound could not be loaded. Check your connection, then try again.':
    'Le son d’essai n’a pas pu être chargé. Vérifiez votre connexion, puis réessayez.',
  'No camera found': 'Aucune caméra trouvée',
  'Camera {number}': 'Caméra {number}',
  'No microphone found': 'Aucun micro trouvé',
  'Microphone {number}': 'Micro {number}',
  'No speaker found': 'Aucun haut-parleur trouvé',
  'Speaker {number}': 'Haut-parleur {number}',
  'Nobody is here now': 'Personne n’est ici pour l’instant',
  '{count} people are here now': {
    one: '{count} personne est ici maintenant',
    many: '{count} personnes sont ici maintenant',
    other: '{count} personnes sont ici maintenant',
  },
  'Link copied.': 'Lien copié.',
  'The browser did not let the link be copied. Copy it from the address bar.':
    'Le navigateur n’a pas permis de copier le lien. Copiez-le depuis la barre d’adresse.',
  'The browser did not let the link be copied. Show its QR code, or copy it from where you got it.':
    'Le navigateur n’a pas permis de copier le lien. Affichez son code QR, ou copiez-le là où vous l’avez reçu.',
  'The whole link cannot be copied any more: this page was loaded again, and the key in it stays hidden. Copy the link from where you got it.':
    'Le lien entier ne peut plus être copié : cette page a été rechargée, et la clé qu’il contient reste cachée. Copiez le lien là où vous l’avez reçu.',
  'The whole link is not here any more: this page was loaded again, and the key in it stays hidden. Take the link from where you got it.':
    'Le lien entier n’est plus ici : cette page a été rechargée, et la clé qu’il contient reste cachée. Reprenez le lien là où vous l’avez reçu.',
  'Link handed over.': 'Lien transmis.',
  'The link could not be shared. Copy it, and send it yourself.': 'Le lien n’a pas pu être partagé. Copiez-le et envoyez-le vous-même.',
  'The QR code could not be loaded. Check your connection, then try again.': 'Le code QR n’a pas pu être chargé. Vérifiez votre connexion, puis réessayez.',
  'The link is too long for a QR code. Copy it, and send it yourself.': 'Le lien est trop long pour un code QR. Copiez-le et envoyez-le vous-même.',
  "This page may not use your camera. Allow it in the browser's address bar, then turn it on here.":
    'Cette page n’a pas le droit d’utiliser votre caméra. Autorisez-la dans la barre d’adresse du navigateur, puis allumez la caméra ici.',
  "This page may not use your microphone. Allow it in the browser's address bar, then turn it on here.":
    'Cette page n’a pas le droit d’utiliser votre micro. Autorisez-le dans la barre d’adresse du navigateur, puis activez le micro ici.',
  "This page may not use your camera and microphone. Allow it in the browser's address bar, then turn it on here.":
    'Cette page n’a pas le droit d’utiliser votre caméra et votre micro. Autorisez-les dans la barre d’adresse du navigateur, puis activez-les ici.',
  'The system settings of this machine keep the browser from your camera. Allow it there, then turn it on here.':
    'Les réglages système de cet appareil empêchent le navigateur d’utiliser la caméra. Autorisez-la dans ces réglages, puis allumez-la ici.',
  'The system settings of this machine keep the browser from your microphone. Allow it there, then turn it on here.':
    'Les réglages système de cet appareil empêchent le navigateur d’utiliser le micro. Autorisez-le dans ces réglages, puis activez-le ici.',
  'The system settings of this machine keep the browser from your camera and microphone. Allow it there, then turn it on here.':
    'Les réglages système de cet appareil empêchent le navigateur d’utiliser la caméra et le micro. Autorisez-les dans ces réglages, puis activez-les ici.',
  'The question about your camera was closed. Turn it on to be asked again.':
    'La demande d’accès à votre caméra a été fermée. Allumez la caméra pour que la demande s’affiche de nouveau.',
  'The question about your microphone was closed. Turn it on to be asked again.':
    'La demande d’accès à votre micro a été fermée. Activez le micro pour que la demande s’affiche de nouveau.',
  'The question about your camera and microphone was closed. Turn it on to be asked again.':
    'La demande d’accès à votre caméra et à votre micro a été fermée. Activez-les pour que la demande s’affiche de nouveau.',
  'No camera was found. Plug one in and turn it on, or join without it.':
    'Aucune caméra n’a été trouvée. Branchez-en une et allumez-la, ou entrez sans caméra.',
  'No microphone was found. Plug one in and turn it on, or join without it.': 'Aucun micro n’a été trouvé. Branchez-en un et activez-le, ou entrez sans micro.',
  'No camera or microphone was found. Plug one in and turn it on, or join without: you can listen and watch.':
    'Ni caméra ni micro n’ont été trouvés. Branchez-en et activez-les, ou entrez sans : vous pourrez écouter et regarder.',
  'Another program is using your camera. Close that program, then turn it on here.':
    'Un autre programme utilise votre caméra. Fermez ce programme, puis allumez la caméra ici.',
  'Another program is using your microphone. Close that program, then turn it on here.':
    'Un autre programme utilise votre micro. Fermez ce programme, puis activez le micro ici.',
  'Another program is using your camera and microphone. Close that program, then turn it on here.':
    'Un autre programme utilise votre caméra et votre micro. Fermez ce programme, puis activez-les ici.',
  'Your camera was unplugged. Plug it in and turn it on again.': 'Votre caméra a été débranchée. Rebranchez-la, puis rallumez-la.',
  'Your microphone was unplugged. Plug it in and turn it on again.': 'Votre micro a été débranché. Rebranchez-le, puis réactivez-le.',
  'Your camera and microphone were unplugged. Plug them in and turn them on again.':
    'Votre caméra et votre micro ont été débranchés. Rebranchez-les, puis réactivez-les.',
  'Camera and microphone stay off at this address.': 'La caméra et le micro restent éteints à cette adresse.',
  'This browser cannot use your camera here. Try a current Firefox, Chrome or Safari.':
    'Ce navigateur ne peut pas utiliser votre caméra ici. Essayez une version récente de Firefox, Chrome ou Safari.',
  'This browser cannot use your microphone here. Try a current Firefox, Chrome or Safari.':
    'Ce navigateur ne peut pas utiliser votre micro ici. Essayez une version récente de Firefox, Chrome ou Safari.',
  'This browser cannot use your camera and microphone here. Try a current Firefox, Chrome or Safari.':
    'Ce navigateur ne peut pas utiliser votre caméra et votre micro ici. Essayez une version récente de Firefox, Chrome ou Safari.',
  'Your camera did not start. Turn it on again, or choose another one.': 'Votre caméra n’a pas démarré. Rallumez-la, ou choisissez-en une autre.',
  'Your microphone did not start. Turn it on again, or choose another one.': 'Votre micro n’a pas démarré. Réactivez-le, ou choisissez-en un autre.',
  'Your camera and microphone did not start. Turn it on again, or choose another one.':
    'Votre caméra et votre micro n’ont pas démarré. Réactivez-les, ou choisissez-en d’autres.',
  'Mute microphone': 'Couper le micro',
  'Unmute microphone': 'Activer le micro',
  'Turn camera off': 'Éteindre la caméra',
  'Turn camera on': 'Allumer la caméra',
  'Your camera is starting.': 'Votre caméra démarre.',
  'Your camera is off.': 'Votre caméra est éteinte.',
  'You are signed in elsewhere': 'Votre session est ouverte ailleurs',
  'This channel was opened in another place with your session. You can take it back; the other place then stops.':
    'Ce salon a été ouvert à un autre endroit avec votre session. Vous pouvez le reprendre ici ; il s’arrêtera alors là-bas.',
  'You were taken out of this channel': 'Vous avez été retiré de ce salon',
  'The operator of this service ended your visit. Ask the person who invited you what to do.':
    'L’administrateur de ce service a mis fin à votre visite. Demandez à la personne qui vous a invité ce qu’il faut faire.',
  'Your visit has run out': 'Votre visite est arrivée à son terme',
  'A visit lasts a limited time. Join again to go on.': 'Une visite a une durée limitée. Rejoignez le salon de nouveau pour continuer.',
  'This channel is closed': 'Ce salon est fermé',
  'It has reached its end or was taken away. Ask for a new link, or start a channel of your own.':
    'Il est arrivé à son terme ou a été supprimé. Demandez un nouveau lien, ou ouvrez votre propre salon.',
  'This channel is not here': 'Ce salon est introuvable',
  'It may have been taken away, or the link is not complete. Ask whoever sent it for a new one.':
    'Il a peut-être été supprimé, ou le lien est incomplet. Demandez un nouveau lien à la personne qui l’a envoyé.',
  'The channel is full': 'Le salon est complet',
  'Every seat is taken, or kept for a minute for somebody whose line dropped. Try again a minute after somebody has left.':
    'Toutes les places sont prises, ou gardées une minute pour quelqu’un dont la connexion a été coupée. Réessayez une minute après un départ.',
  'Your network has its share of seats': 'Votre réseau a toutes les places qui lui reviennent',
  'One network may fill only a part of a channel, and others of yours are in. Try again a minute after one of them has left, or come by another network.':
    'Un même réseau ne peut occuper qu’une partie d’un salon, et d’autres personnes du vôtre y sont déjà. Réessayez une minute après le départ de l’une d’elles, ou passez par un autre réseau.',
  'The channel is locked': 'Le salon est verrouillé',
  'The operator lets nobody new in at the moment. Try again later.': 'L’administrateur ne laisse entrer personne de plus pour l’instant. Réessayez plus tard.',
  'You cannot come in here': 'Vous ne pouvez pas entrer ici',
  'The operator of this service does not let you in for now. Ask the person who invited you what to do.':
    'L’administrateur de ce service ne vous laisse pas entrer pour l’instant. Demandez à la personne qui vous a invité ce qu’il faut faire.',
  'Your visit is not known any more': 'Votre visite n’est plus reconnue',
  'The service could not match your browser to its visit. Join again to get a new one.':
    'Le service n’a pas pu relier votre navigateur à sa visite. Rejoignez le salon de nouveau pour en obtenir une autre.',
  'The link is not complete': 'Le lien est incomplet',
  'The part behind # is missing. It is the key of this channel, and the service does not have it. Ask whoever invited you for the whole link.':
    'La partie après # manque. C’est la clé de ce salon, et le service ne la possède pas. Demandez le lien entier à la personne qui vous a invité.',
  'This browser is too old for this channel': 'Ce navigateur est trop ancien pour ce salon',
  'It cannot seal what is said here. Open the link in a current Firefox, Chrome, Edge or Safari.':
    'Il ne sait pas chiffrer ce qui se dit ici. Ouvrez le lien dans une version récente de Firefox, Chrome, Edge ou Safari.',
  'The service did not let you in': 'Le service ne vous a pas laissé entrer',
  'Your visit could not be confirmed, even with fresh credentials. Try again; if it stays so, tell the operator.':
    'Votre visite n’a pas pu être confirmée, même avec de nouveaux identifiants. Réessayez ; si rien ne change, prévenez l’administrateur.',
  'The service does not answer': 'Le service ne répond pas',
  'Check your connection to the internet, then press Join again.': 'Vérifiez votre connexion à Internet, puis appuyez de nouveau sur « Rejoindre ».',
  'The service is busy': 'Le service est occupé',
  'It cannot let anybody in right now. Wait a moment, then press Join again.':
    'Il ne peut laisser entrer personne pour l’instant. Patientez un instant, puis appuyez de nouveau sur « Rejoindre ».',
  'Too many tries': 'Trop d’essais',
  'Too many people join from your network, or join this channel, at once. Wait a minute, then press Join again.':
    'Trop de personnes arrivent en même temps depuis votre réseau ou dans ce salon. Attendez une minute, puis appuyez de nouveau sur « Rejoindre ».',
  'The service is full': 'Le service est complet',
  'It has as many visits as it can keep. Wait a few minutes, then press Join again; if it stays so, tell the operator.':
    'Il a autant de visites qu’il peut en garder. Attendez quelques minutes, puis appuyez de nouveau sur « Rejoindre » ; si rien ne change, prévenez l’administrateur.',
  'The service is very busy': 'Le service est très occupé',
  'It gives every browser a small task before it lets anybody in, and yours did not finish it. Wait a minute, then press Join again.':
    'Il donne une petite tâche à chaque navigateur avant de laisser entrer quelqu’un, et le vôtre ne l’a pas terminée. Attendez une minute, puis appuyez de nouveau sur « Rejoindre ».',
  'This page needs a secure address': 'Cette page a besoin d’une adresse sécurisée',
  'Browsers give camera, microphone and calls only to addresses that start with https. Open the link with https in front, or ask the operator for one.':
    'Les navigateurs ne permettent caméra, micro et appels qu’aux adresses qui commencent par https. Ouvrez le lien avec https au début, ou demandez-en un à l’administrateur.',
  'Something went wrong': 'Un problème est survenu',
  'The service refused without a reason that this page knows. Load the page again; if it stays so, tell the operator the code below.':
    'Le service a refusé sans raison connue de cette page. Rechargez la page ; si rien ne change, indiquez le code ci-dessous à l’administrateur.',
  Guest: 'Invité',
  'Your name and choices are forgotten in this browser. What you choose from now on is kept again.':
    'Ce navigateur a oublié votre nom et vos choix. Ce que vous choisirez désormais sera de nouveau retenu.',
  'Compare with {name}': 'Comparer avec {name}',
  'You compared these, and they were the same: nobody sits between you.': 'Vous avez comparé, et c’était identique : personne ne s’est glissé entre vous.',
  'Reconnecting to the channel. Your call goes on.': 'Reconnexion au salon en cours. Votre appel continue.',
  'Somebody on the way changes or repeats messages of this channel. This page drops them. If a call does not come about, talk another way and tell the operator.':
    'Quelqu’un sur le trajet modifie ou répète des messages de ce salon. Cette page les écarte. Si un appel n’aboutit pas, parlez par un autre moyen et prévenez l’administrateur.',
  'Reconnecting to the channel.': 'Reconnexion au salon en cours.',
  'The service does not answer yet. Trying again.': 'Le service ne répond pas encore. Nouvel essai en cours.',
  'The channel could not be started: the service does not answer. Check your connection, then try again.':
    'Le salon n’a pas pu être ouvert : le service ne répond pas. Vérifiez votre connexion, puis réessayez.',
  'Too many channels were started in the last hour. Wait a while, then try again.':
    'Trop de salons ont été ouverts au cours de la dernière heure. Patientez un peu, puis réessayez.',
  'The service is very busy, and your browser did not finish the task that it was given. Wait a minute, then try again.':
    'Le service est très occupé, et votre navigateur n’a pas terminé la tâche qui lui a été donnée. Attendez une minute, puis réessayez.',
  'Visitors may not start channels here. Ask the operator for one.': 'Les visiteurs ne peuvent pas ouvrir de salon ici. Demandez-en un à l’administrateur.',
  'The service is busy. Wait a moment, then try again.': 'Le service est occupé. Patientez un instant, puis réessayez.',
  'A private channel needs a secure address. Open this page with https in front.':
    'Un salon privé a besoin d’une adresse sécurisée. Ouvrez cette page avec https au début.',
  'Your connection looks good.': 'Votre connexion semble bonne.',
  'Your connection is a little slow. If video freezes, turn the camera off.': 'Votre connexion est un peu lente. Si l’image se fige, éteignez la caméra.',
  'Your connection is slow: video may freeze. Try turning the camera off.': 'Votre connexion est lente : l’image peut se figer. Essayez d’éteindre la caméra.',
  'The service does not answer. Check your connection to the internet.': 'Le service ne répond pas. Vérifiez votre connexion à Internet.',
  'You are offline. Connect to the internet, then join.': 'Vous êtes hors ligne. Connectez-vous à Internet, puis rejoignez le salon.',
});
