// @ts-check
// Texts of the browser code in Spanish: what is said before joining.

import { learn } from '../../page/say.js';

learn('es', {
  'You should hear two notes.': 'Deberías oír dos notas.',
  'Two notes were played. If you heard none, turn the volume up or choose another speaker.':
    'Sonaron dos notas. Si no oíste ninguna, sube el volumen o elige otro altavoz.',
  'This browser did not play the test sound. Turn the sound on for this page, then try again.':
    'Este navegador no reprodujo el sonido de prueba. Activa el sonido para esta página e inténtalo de nuevo.',
  'The test sound could not be loaded. Check your connection, then try again.':
    'No se pudo cargar el sonido de prueba. Revisa tu conexión e inténtalo de nuevo.',
  'No camera found': 'No se encontró ninguna cámara',
  'Camera {number}': 'Cámara {number}',
  'No microphone found': 'No se encontró ningún micrófono',
  'Microphone {number}': 'Micrófono {number}',
  'No speaker found': 'No se encontró ningún altavoz',
  'Speaker {number}': 'Altavoz {number}',
  'Nobody is here now': 'Ahora no hay nadie aquí',
  '{count} people are here now': {
    one: '{count} persona está aquí ahora',
    many: '{count} personas están aquí ahora',
    other: '{count} personas están aquí ahora',
  },
  'Link copied.': 'Enlace copiado.',
  'The browser did not let the link be copied. Copy it from the address bar.': 'El navegador no permitió copiar el enlace. Cópialo de la barra de direcciones.',
  'The browser did not let the link be copied. Show its QR code, or copy it from where you got it.':
    'El navegador no permitió copiar el enlace. Muestra su código QR o cópialo de donde lo recibiste.',
  'The whole link cannot be copied any more: this page was loaded again, and the key in it stays hidden. Copy the link from where you got it.':
    'Ya no se puede copiar el enlace entero: esta página se volvió a cargar, y la clave que contiene sigue oculta. Copia el enlace de donde lo recibiste.',
  'The whole link is not here any more: this page was loaded again, and the key in it stays hidden. Take the link from where you got it.':
    'El enlace entero ya no está aquí: esta página se volvió a cargar, y la clave que contiene sigue oculta. Toma el enlace de donde lo recibiste.',
  'Link handed over.': 'Enlace entregado.',
  'The link could not be shared. Copy it, and send it yourself.': 'No se pudo compartir el enlace. Cópialo y envíalo tú.',
  'The QR code could not be loaded. Check your connection, then try again.': 'No se pudo cargar el código QR. Revisa tu conexión e inténtalo de nuevo.',
  'The link is too long for a QR code. Copy it, and send it yourself.': 'El enlace es demasiado largo para un código QR. Cópialo y envíalo tú.',
  "This page may not use your camera. Allow it in the browser's address bar, then turn it on here.":
    'Esta página no tiene permiso para usar tu cámara. Permítelo en la barra de direcciones del navegador y enciéndela aquí.',
  "This page may not use your microphone. Allow it in the browser's address bar, then turn it on here.":
    'Esta página no tiene permiso para usar tu micrófono. Permítelo en la barra de direcciones del navegador y actívalo aquí.',
  "This page may not use your camera and microphone. Allow it in the browser's address bar, then turn it on here.":
    'Esta página no tiene permiso para usar tu cámara y tu micrófono. Permítelo en la barra de direcciones del navegador y actívalos aquí.',
  'The system settings of this machine keep the browser from your camera. Allow it there, then turn it on here.':
    'Los ajustes del sistema de este equipo impiden al navegador usar tu cámara. Permítelo allí y enciéndela aquí.',
  'The system settings of this machine keep the browser from your microphone. Allow it there, then turn it on here.':
    'Los ajustes del sistema de este equipo impiden al navegador usar tu micrófono. Permítelo allí y actívalo aquí.',
  'The system settings of this machine keep the browser from your camera and microphone. Allow it there, then turn it on here.':
    'Los ajustes del sistema de este equipo impiden al navegador usar tu cámara y tu micrófono. Permítelo allí y actívalos aquí.',
  'The question about your camera was closed. Turn it on to be asked again.':
    'La solicitud de permiso para tu cámara se cerró. Enciende la cámara para que aparezca de nuevo.',
  'The question about your microphone was closed. Turn it on to be asked again.':
    'La solicitud de permiso para tu micrófono se cerró. Activa el micrófono para que aparezca de nuevo.',
  'The question about your camera and microphone was closed. Turn it on to be asked again.':
    'La solicitud de permiso para tu cámara y tu micrófono se cerró. Actívalos para que aparezca de nuevo.',
  'No camera was found. Plug one in and turn it on, or join without it.': 'No se encontró ninguna cámara. Conecta una y enciéndela, o entra sin ella.',
  'No microphone was found. Plug one in and turn it on, or join without it.': 'No se encontró ningún micrófono. Conecta uno y actívalo, o entra sin él.',
  'No camera or microphone was found. Plug one in and turn it on, or join without: you can listen and watch.':
    'No se encontró cámara ni micrófono. Conecta uno y actívalo, o entra sin ellos: podrás escuchar y mirar.',
  'Another program is using your camera. Close that program, then turn it on here.':
    'Otro programa está usando tu cámara. Cierra ese programa y enciéndela aquí.',
  'Another program is using your microphone. Close that program, then turn it on here.':
    'Otro programa está usando tu micrófono. Cierra ese programa y actívalo aquí.',
  'Another program is using your camera and microphone. Close that program, then turn it on here.':
    'Otro programa está usando tu cámara y tu micrófono. Cierra ese programa y actívalos aquí.',
  'Your camera was unplugged. Plug it in and turn it on again.': 'Tu cámara se desconectó. Conéctala y enciéndela de nuevo.',
  'Your microphone was unplugged. Plug it in and turn it on again.': 'Tu micrófono se desconectó. Conéctalo y actívalo de nuevo.',
  'Your camera and microphone were unplugged. Plug them in and turn them on again.':
    'Tu cámara y tu micrófono se desconectaron. Conéctalos y actívalos de nuevo.',
  'Camera and microphone stay off at this address.': 'En esta dirección, la cámara y el micrófono siguen apagados.',
  'This browser cannot use your camera here. Try a current Firefox, Chrome or Safari.':
    'Este navegador no puede usar tu cámara aquí. Prueba con una versión actual de Firefox, Chrome o Safari.',
  'This browser cannot use your microphone here. Try a current Firefox, Chrome or Safari.':
    'Este navegador no puede usar tu micrófono aquí. Prueba con una versión actual de Firefox, Chrome o Safari.',
  'This browser cannot use your camera and microphone here. Try a current Firefox, Chrome or Safari.':
    'Este navegador no puede usar tu cámara y tu micrófono aquí. Prueba con una versión actual de Firefox, Chrome o Safari.',
  'Your camera did not start. Turn it on again, or choose another one.': 'Tu cámara no arrancó. Enciéndela de nuevo o elige otra.',
  'Your microphone did not start. Turn it on again, or choose another one.': 'Tu micrófono no arrancó. Actívalo de nuevo o elige otro.',
  'Your camera and microphone did not start. Turn it on again, or choose another one.':
    'Tu cámara y tu micrófono no arrancaron. Actívalos de nuevo o elige otros.',
  'Mute microphone': 'Silenciar el micrófono',
  'Unmute microphone': 'Activar el micrófono',
  'Turn camera off': 'Apagar la cámara',
  'Turn camera on': 'Encender la cámara',
  'Your camera is starting.': 'Tu cámara está arrancando.',
  'Your camera is off.': 'Tu cámara está apagada.',
  'You are signed in elsewhere': 'Tu sesión está abierta en otro lugar',
  'This channel was opened in another place with your session. You can take it back; the other place then stops.':
    'Este canal se abrió en otro lugar con tu sesión. Puedes recuperarlo aquí; entonces se cerrará en el otro lugar.',
  'You were taken out of this channel': 'Te han sacado de este canal',
  'The operator of this service ended your visit. Ask the person who invited you what to do.':
    'Quien administra este servicio terminó tu visita. Pregunta qué hacer a la persona que te invitó.',
  'Your visit has run out': 'Tu visita ha caducado',
  'A visit lasts a limited time. Join again to go on.': 'Una visita dura un tiempo limitado. Entra de nuevo para continuar.',
  'This channel is closed': 'Este canal está cerrado',
  'It has reached its end or was taken away. Ask for a new link, or start a channel of your own.':
    'Llegó a su fin o se eliminó. Pide un enlace nuevo o abre un canal propio.',
  'This channel is not here': 'No se encuentra este canal',
  'It may have been taken away, or the link is not complete. Ask whoever sent it for a new one.':
    'Puede que se haya eliminado o que el enlace no esté completo. Pide uno nuevo a quien te lo envió.',
  'The channel is full': 'El canal está lleno',
  'Every seat is taken, or kept for a minute for somebody whose line dropped. Try again a minute after somebody has left.':
    'Todas las plazas están ocupadas, o reservadas un minuto para alguien cuya conexión se cortó. Inténtalo un minuto después de que alguien haya salido.',
  'Your network has its share of seats': 'Tu red ya tiene las plazas que le tocan',
  'One network may fill only a part of a channel, and others of yours are in. Try again a minute after one of them has left, or come by another network.':
    'Una misma red solo puede llenar una parte de un canal, y otras personas de la tuya ya están dentro. Inténtalo un minuto después de que una de ellas haya salido, o entra desde otra red.',
  'The channel is locked': 'El canal está bloqueado',
  'The operator lets nobody new in at the moment. Try again later.': 'Quien administra el servicio no deja entrar a nadie más por ahora. Inténtalo más tarde.',
  'You cannot come in here': 'No puedes entrar aquí',
  'The operator of this service does not let you in for now. Ask the person who invited you what to do.':
    'Quien administra este servicio no te deja entrar por ahora. Pregunta qué hacer a la persona que te invitó.',
  'Your visit is not known any more': 'Tu visita ya no se reconoce',
  'The service could not match your browser to its visit. Join again to get a new one.':
    'El servicio no pudo relacionar tu navegador con su visita. Entra de nuevo para obtener otra.',
  'The link is not complete': 'El enlace no está completo',
  'The part behind # is missing. It is the key of this channel, and the service does not have it. Ask whoever invited you for the whole link.':
    'Falta la parte que va detrás de #. Es la clave de este canal, y el servicio no la tiene. Pide el enlace entero a quien te invitó.',
  'This browser is too old for this channel': 'Este navegador es demasiado antiguo para este canal',
  'It cannot seal what is said here. Open the link in a current Firefox, Chrome, Edge or Safari.':
    'No puede cifrar lo que se dice aquí. Abre el enlace en una versión actual de Firefox, Chrome, Edge o Safari.',
  'The service did not let you in': 'El servicio no te dejó entrar',
  'Your visit could not be confirmed, even with fresh credentials. Try again; if it stays so, tell the operator.':
    'No se pudo confirmar tu visita, ni siquiera con credenciales nuevas. Inténtalo de nuevo; si sigue igual, avisa a quien administra el servicio.',
  'The service does not answer': 'El servicio no responde',
  'Check your connection to the internet, then press Join again.': 'Revisa tu conexión a internet y pulsa «Entrar» de nuevo.',
  'The service is busy': 'El servicio está ocupado',
  'It cannot let anybody in right now. Wait a moment, then press Join again.':
    'Ahora mismo no puede dejar entrar a nadie. Espera un momento y pulsa «Entrar» de nuevo.',
  'Too many tries': 'Demasiados intentos',
  'Too many people join from your network, or join this channel, at once. Wait a minute, then press Join again.':
    'Demasiadas personas entran a la vez desde tu red o en este canal. Espera un minuto y pulsa «Entrar» de nuevo.',
  'The service is full': 'El servicio está lleno',
  'It has as many visits as it can keep. Wait a few minutes, then press Join again; if it stays so, tell the operator.':
    'Ya tiene todas las visitas que puede atender. Espera unos minutos y pulsa «Entrar» de nuevo; si sigue igual, avisa a quien administra el servicio.',
  'The service is very busy': 'El servicio está muy ocupado',
  'It gives every browser a small task before it lets anybody in, and yours did not finish it. Wait a minute, then press Join again.':
    'Da a cada navegador una pequeña tarea antes de dejar entrar a nadie, y el tuyo no la terminó. Espera un minuto y pulsa «Entrar» de nuevo.',
  'This page needs a secure address': 'Esta página necesita una dirección segura',
  'Browsers give camera, microphone and calls only to addresses that start with https. Open the link with https in front, or ask the operator for one.':
    'Los navegadores solo permiten cámara, micrófono y llamadas a direcciones que empiezan por https. Abre el enlace con https delante o pide uno a quien administra el servicio.',
  'Something went wrong': 'Algo salió mal',
  'The service refused without a reason that this page knows. Load the page again; if it stays so, tell the operator the code below.':
    'El servicio no te dejó pasar por un motivo que esta página no conoce. Recarga la página; si sigue igual, da el código de abajo a quien administra el servicio.',
  Guest: 'Invitado',
  'Your name and choices are forgotten in this browser. What you choose from now on is kept again.':
    'Este navegador ha olvidado tu nombre y tus elecciones. Lo que elijas a partir de ahora se recordará de nuevo.',
  'Compare with {name}': 'Comparar con {name}',
  'You compared these, and they were the same: nobody sits between you.': 'Ya lo comparaste, y era igual: no hay nadie en medio.',
  'Reconnecting to the channel. Your call goes on.': 'Recuperando la conexión con el canal. Tu llamada sigue.',
  'Somebody on the way changes or repeats messages of this channel. This page drops them. If a call does not come about, talk another way and tell the operator.':
    'Alguien en el camino cambia o repite mensajes de este canal. Esta página los descarta. Si una llamada no sale adelante, habla por otro medio y avisa a quien administra el servicio.',
  'Reconnecting to the channel.': 'Recuperando la conexión con el canal.',
  'The service does not answer yet. Trying again.': 'El servicio aún no responde. Intentándolo de nuevo.',
  'The channel could not be started: the service does not answer. Check your connection, then try again.':
    'No se pudo abrir el canal: el servicio no responde. Revisa tu conexión e inténtalo de nuevo.',
  'Too many channels were started in the last hour. Wait a while, then try again.':
    'En la última hora se abrieron demasiados canales. Espera un rato e inténtalo de nuevo.',
  'The service is very busy, and your browser did not finish the task that it was given. Wait a minute, then try again.':
    'El servicio está muy ocupado, y tu navegador no terminó la tarea que recibió. Espera un minuto e inténtalo de nuevo.',
  'Visitors may not start channels here. Ask the operator for one.': 'Aquí los visitantes no pueden abrir canales. Pide uno a quien administra el servicio.',
  'The service is busy. Wait a moment, then try again.': 'El servicio está ocupado. Espera un momento e inténtalo de nuevo.',
  'A private channel needs a secure address. Open this page with https in front.':
    'Un canal privado necesita una dirección segura. Abre esta página con https delante.',
  'Your connection looks good.': 'Tu conexión parece buena.',
  'Your connection is a little slow. If video freezes, turn the camera off.': 'Tu conexión es un poco lenta. Si la imagen se congela, apaga la cámara.',
  'Your connection is slow: video may freeze. Try turning the camera off.': 'Tu conexión es lenta: la imagen puede congelarse. Prueba a apagar la cámara.',
  'The service does not answer. Check your connection to the internet.': 'El servicio no responde. Revisa tu conexión a internet.',
  'You are offline. Connect to the internet, then join.': 'No tienes conexión. Conéctate a internet y entra después.',
});
