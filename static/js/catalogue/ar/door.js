// @ts-check
// Texts of the browser code in Arabic: what is said before joining.

import { learn } from '../../page/say.js';

learn('ar', {
  'You should hear two notes.': 'تُسمع الآن نغمتان.',
  'Two notes were played. If you heard none, turn the volume up or choose another speaker.':
    'شُغّلت نغمتان. إن لم يُسمع شيء، فيُرجى رفع مستوى الصوت أو اختيار مكبّر صوت آخر.',
  'This browser did not play the test sound. Turn the sound on for this page, then try again.':
    'لم يشغّل هذا المتصفّح صوت الاختبار. يُرجى تفعيل الصوت لهذه الصفحة، ثم المحاولة من جديد.',
  'The test sound could not be loaded. Check your connection, then try again.': 'تعذّر تحميل صوت الاختبار. يُرجى التحقق من اتصالك، ثم المحاولة من جديد.',
  'No camera found': 'لم يُعثر على كاميرا',
  'Camera {number}': 'الكاميرا {number}',
  'No microphone found': 'لم يُعثر على ميكروفون',
  'Microphone {number}': 'الميكروفون {number}',
  'No speaker found': 'لم يُعثر على مكبّر صوت',
  'Speaker {number}': 'مكبّر الصوت {number}',
  'Nobody is here now': 'لا أحد هنا الآن',
  '{count} people are here now': {
    zero: 'لا أحد هنا الآن',
    one: 'شخص واحد هنا الآن',
    two: 'شخصان هنا الآن',
    few: '{count} أشخاص هنا الآن',
    many: '{count} شخصًا هنا الآن',
    other: '{count} شخص هنا الآن',
  },
  'Link copied.': 'نُسخ الرابط.',
  'The browser did not let the link be copied. Copy it from the address bar.': 'لم يسمح المتصفّح بنسخ الرابط. يُرجى نسخه من شريط العنوان.',
  'The browser did not let the link be copied. Show its QR code, or copy it from where you got it.':
    'لم يسمح المتصفّح بنسخ الرابط. يُرجى عرض رمز QR الخاص به، أو نسخه من حيث وصلك.',
  'The whole link cannot be copied any more: this page was loaded again, and the key in it stays hidden. Copy the link from where you got it.':
    'لم يعد نسخ الرابط كاملًا ممكنًا: حُمّلت هذه الصفحة من جديد، ويبقى المفتاح الذي فيه مخفيًا. يُرجى نسخ الرابط من حيث وصلك.',
  'The whole link is not here any more: this page was loaded again, and the key in it stays hidden. Take the link from where you got it.':
    'لم يعد الرابط الكامل هنا: حُمّلت هذه الصفحة من جديد، ويبقى المفتاح الذي فيه مخفيًا. يُرجى أخذ الرابط من حيث وصلك.',
  'Link handed over.': 'تمت مشاركة الرابط.',
  'The link could not be shared. Copy it, and send it yourself.': 'تعذّرت مشاركة الرابط. يُرجى نسخه وإرساله بنفسك.',
  'The QR code could not be loaded. Check your connection, then try again.': 'تعذّر تحميل رمز QR. يُرجى التحقق من اتصالك، ثم المحاولة من جديد.',
  'The link is too long for a QR code. Copy it, and send it yourself.': 'الرابط أطول من أن يسعه رمز QR. يُرجى نسخه وإرساله بنفسك.',
  "This page may not use your camera. Allow it in the browser's address bar, then turn it on here.":
    'لا يُسمح لهذه الصفحة باستخدام الكاميرا. يُرجى السماح بذلك في شريط عنوان المتصفّح، ثم تشغيلها هنا.',
  "This page may not use your microphone. Allow it in the browser's address bar, then turn it on here.":
    'لا يُسمح لهذه الصفحة باستخدام الميكروفون. يُرجى السماح بذلك في شريط عنوان المتصفّح، ثم تشغيله هنا.',
  "This page may not use your camera and microphone. Allow it in the browser's address bar, then turn it on here.":
    'لا يُسمح لهذه الصفحة باستخدام الكاميرا والميكروفون. يُرجى السماح بذلك في شريط عنوان المتصفّح، ثم تشغيلهما هنا.',
  'The system settings of this machine keep the browser from your camera. Allow it there, then turn it on here.':
    'إعدادات النظام في هذا الجهاز تمنع المتصفّح من استخدام الكاميرا. يُرجى السماح بذلك فيها، ثم تشغيل الكاميرا هنا.',
  'The system settings of this machine keep the browser from your microphone. Allow it there, then turn it on here.':
    'إعدادات النظام في هذا الجهاز تمنع المتصفّح من استخدام الميكروفون. يُرجى السماح بذلك فيها، ثم تشغيل الميكروفون هنا.',
  'The system settings of this machine keep the browser from your camera and microphone. Allow it there, then turn it on here.':
    'إعدادات النظام في هذا الجهاز تمنع المتصفّح من استخدام الكاميرا والميكروفون. يُرجى السماح بذلك فيها، ثم تشغيلهما هنا.',
  'The question about your camera was closed. Turn it on to be asked again.': 'أُغلق طلب الإذن باستخدام الكاميرا. يُرجى تشغيلها ليظهر الطلب من جديد.',
  'The question about your microphone was closed. Turn it on to be asked again.': 'أُغلق طلب الإذن باستخدام الميكروفون. يُرجى تشغيله ليظهر الطلب من جديد.',
  'The question about your camera and microphone was closed. Turn it on to be asked again.':
    'أُغلق طلب الإذن باستخدام الكاميرا والميكروفون. يُرجى تشغيلهما ليظهر الطلب من جديد.',
  'No camera was found. Plug one in and turn it on, or join without it.': 'لم يُعثر على كاميرا. يُرجى توصيل واحدة وتشغيلها، أو الانضمام من دونها.',
  'No microphone was found. Plug one in and turn it on, or join without it.': 'لم يُعثر على ميكروفون. يُرجى توصيل واحد وتشغيله، أو الانضمام من دونه.',
  'No camera or microphone was found. Plug one in and turn it on, or join without: you can listen and watch.':
    'لم يُعثر على كاميرا ولا ميكروفون. يُرجى توصيل أحدهما وتشغيله، أو الانضمام من دونهما: يمكنك الاستماع والمشاهدة.',
  'Another program is using your camera. Close that program, then turn it on here.': 'يستخدم برنامج آخر الكاميرا. يُرجى إغلاق ذلك البرنامج، ثم تشغيلها هنا.',
  'Another program is using your microphone. Close that program, then turn it on here.':
    'يستخدم برنامج آخر الميكروفون. يُرجى إغلاق ذلك البرنامج، ثم تشغيله هنا.',
  'Another program is using your camera and microphone. Close that program, then turn it on here.':
    'يستخدم برنامج آخر الكاميرا والميكروفون. يُرجى إغلاق ذلك البرنامج، ثم تشغيلهما هنا.',
  'Your camera was unplugged. Plug it in and turn it on again.': 'فُصلت الكاميرا. يُرجى توصيلها وتشغيلها من جديد.',
  'Your microphone was unplugged. Plug it in and turn it on again.': 'فُصل الميكروفون. يُرجى توصيله وتشغيله من جديد.',
  'Your camera and microphone were unplugged. Plug them in and turn them on again.': 'فُصلت الكاميرا والميكروفون. يُرجى توصيلهما وتشغيلهما من جديد.',
  'Camera and microphone stay off at this address.': 'تبقى الكاميرا والميكروفون متوقفين عند هذا العنوان.',
  'This browser cannot use your camera here. Try a current Firefox, Chrome or Safari.':
    'لا يستطيع هذا المتصفّح استخدام الكاميرا هنا. يُرجى تجربة إصدار حديث من Firefox أو Chrome أو Safari.',
  'This browser cannot use your microphone here. Try a current Firefox, Chrome or Safari.':
    'لا يستطيع هذا المتصفّح استخدام الميكروفون هنا. يُرجى تجربة إصدار حديث من Firefox أو Chrome أو Safari.',
  'This browser cannot use your camera and microphone here. Try a current Firefox, Chrome or Safari.':
    'لا يستطيع هذا المتصفّح استخدام الكاميرا والميكروفون هنا. يُرجى تجربة إصدار حديث من Firefox أو Chrome أو Safari.',
  'Your camera did not start. Turn it on again, or choose another one.': 'لم تعمل الكاميرا. يُرجى تشغيلها من جديد، أو اختيار غيرها.',
  'Your microphone did not start. Turn it on again, or choose another one.': 'لم يعمل الميكروفون. يُرجى تشغيله من جديد، أو اختيار غيره.',
  'Your camera and microphone did not start. Turn it on again, or choose another one.':
    'لم تعمل الكاميرا والميكروفون. يُرجى تشغيلهما من جديد، أو اختيار غيرهما.',
  'Mute microphone': 'كتم الميكروفون',
  'Unmute microphone': 'تشغيل الميكروفون',
  'Turn camera off': 'إيقاف الكاميرا',
  'Turn camera on': 'تشغيل الكاميرا',
  'Your camera is starting.': 'يجري تشغيل الكاميرا.',
  'Your camera is off.': 'الكاميرا متوقفة.',
  'You are signed in elsewhere': 'جلستك مفتوحة في مكان آخر',
  'This channel was opened in another place with your session. You can take it back; the other place then stops.':
    'فُتحت هذه القناة في مكان آخر بجلستك. يمكنك استعادتها هنا، فتتوقف عندئذ في المكان الآخر.',
  'You were taken out of this channel': 'أُخرجت من هذه القناة',
  'The operator of this service ended your visit. Ask the person who invited you what to do.':
    'أنهى مشغّل هذه الخدمة زيارتك. يُرجى سؤال من دعاك عمّا ينبغي فعله.',
  'Your visit has run out': 'انتهت مدة زيارتك',
  'A visit lasts a limited time. Join again to go on.': 'للزيارة مدة محدودة. للمتابعة يُرجى الانضمام من جديد.',
  'This channel is closed': 'هذه القناة مغلقة',
  'It has reached its end or was taken away. Ask for a new link, or start a channel of your own.':
    'بلغت نهايتها أو أُزيلت. يُرجى طلب رابط جديد، أو فتح قناة خاصة بك.',
  'This channel is not here': 'هذه القناة غير موجودة',
  'It may have been taken away, or the link is not complete. Ask whoever sent it for a new one.':
    'ربما أُزيلت، أو أن الرابط غير مكتمل. يُرجى طلب رابط جديد ممن أرسله.',
  'The channel is full': 'القناة ممتلئة',
  'Every seat is taken, or kept for a minute for somebody whose line dropped. Try again a minute after somebody has left.':
    'كل المقاعد مشغولة، أو محجوزة دقيقة لمن انقطع اتصاله. يُرجى المحاولة بعد دقيقة من مغادرة أحدهم.',
  'Your network has its share of seats': 'استوفت شبكتك حصتها من المقاعد',
  'One network may fill only a part of a channel, and others of yours are in. Try again a minute after one of them has left, or come by another network.':
    'لا يمكن لشبكة واحدة أن تشغل إلا جزءًا من القناة، وفيها آخرون من شبكتك. يُرجى المحاولة بعد دقيقة من مغادرة أحدهم، أو الدخول عبر شبكة أخرى.',
  'The channel is locked': 'القناة مقفلة',
  'The operator lets nobody new in at the moment. Try again later.': 'لا يسمح مشغّل الخدمة بدخول أحد جديد حاليًا. يُرجى المحاولة لاحقًا.',
  'You cannot come in here': 'لا يمكنك الدخول هنا',
  'The operator of this service does not let you in for now. Ask the person who invited you what to do.':
    'لا يسمح لك مشغّل هذه الخدمة بالدخول حاليًا. يُرجى سؤال من دعاك عمّا ينبغي فعله.',
  'Your visit is not known any more': 'لم تعد زيارتك معروفة',
  'The service could not match your browser to its visit. Join again to get a new one.':
    'لم تتمكن الخدمة من ربط متصفّحك بزيارته. يُرجى الانضمام من جديد للحصول على زيارة أخرى.',
  'The link is not complete': 'الرابط غير مكتمل',
  'The part behind # is missing. It is the key of this channel, and the service does not have it. Ask whoever invited you for the whole link.':
    'الجزء الذي يلي # مفقود. إنه مفتاح هذه القناة، وليس لدى الخدمة. يُرجى طلب الرابط كاملًا ممن دعاك.',
  'This browser is too old for this channel': 'هذا المتصفّح أقدم من أن يستخدم هذه القناة',
  'It cannot seal what is said here. Open the link in a current Firefox, Chrome, Edge or Safari.':
    'لا يستطيع تشفير ما يقال هنا. يُرجى فتح الرابط في إصدار حديث من Firefox أو Chrome أو Edge أو Safari.',
  'The service did not let you in': 'لم تسمح لك الخدمة بالدخول',
  'Your visit could not be confirmed, even with fresh credentials. Try again; if it stays so, tell the operator.':
    'تعذّر تأكيد زيارتك، حتى ببيانات دخول جديدة. يُرجى المحاولة من جديد؛ وإن بقي الأمر كذلك، فيُرجى إبلاغ مشغّل الخدمة.',
  'The service does not answer': 'الخدمة لا تستجيب',
  'Check your connection to the internet, then press Join again.': 'يُرجى التحقق من اتصالك بالإنترنت، ثم الضغط على «انضمام» من جديد.',
  'The service is busy': 'الخدمة مشغولة',
  'It cannot let anybody in right now. Wait a moment, then press Join again.':
    'لا يمكنها إدخال أحد الآن. يُرجى الانتظار قليلًا، ثم الضغط على «انضمام» من جديد.',
  'Too many tries': 'محاولات كثيرة جدًا',
  'Too many people join from your network, or join this channel, at once. Wait a minute, then press Join again.':
    'ينضم عدد كبير جدًا من الأشخاص في آنٍ واحد من شبكتك أو إلى هذه القناة. يُرجى الانتظار دقيقة، ثم الضغط على «انضمام» من جديد.',
  'The service is full': 'الخدمة ممتلئة',
  'It has as many visits as it can keep. Wait a few minutes, then press Join again; if it stays so, tell the operator.':
    'لديها أكبر عدد من الزيارات يمكنها استقباله. يُرجى الانتظار بضع دقائق، ثم الضغط على «انضمام» من جديد؛ وإن بقي الأمر كذلك، فيُرجى إبلاغ مشغّل الخدمة.',
  'The service is very busy': 'الخدمة مشغولة جدًا',
  'It gives every browser a small task before it lets anybody in, and yours did not finish it. Wait a minute, then press Join again.':
    'تعطي الخدمة كل متصفّح مهمة صغيرة قبل أن تُدخل أحدًا، ولم يُكملها متصفّحك. يُرجى الانتظار دقيقة، ثم الضغط على «انضمام» من جديد.',
  'This page needs a secure address': 'تحتاج هذه الصفحة إلى عنوان آمن',
  'Browsers give camera, microphone and calls only to addresses that start with https. Open the link with https in front, or ask the operator for one.':
    'لا تتيح المتصفّحات الكاميرا والميكروفون والمكالمات إلا لعناوين تبدأ بـ https. يُرجى فتح الرابط مع https في أوله، أو طلب رابط كهذا من مشغّل الخدمة.',
  'Something went wrong': 'حدث خطأ ما',
  'The service refused without a reason that this page knows. Load the page again; if it stays so, tell the operator the code below.':
    'رفضت الخدمة لسبب لا تعرفه هذه الصفحة. يُرجى تحميل الصفحة من جديد؛ وإن بقي الأمر كذلك، فيُرجى إبلاغ مشغّل الخدمة بالرمز أدناه.',
  Guest: 'ضيف',
  'Your name and choices are forgotten in this browser. What you choose from now on is kept again.':
    'لم يعد هذا المتصفّح يتذكر اسمك واختياراتك. وستُحفظ اختياراتك من الآن فصاعدًا من جديد.',
  'Compare with {name}': 'مقارنة مع {name}',
  'You compared these, and they were the same: nobody sits between you.': 'قارنتما، وكانت النتيجة واحدة: لا أحد يقف بينكما.',
  'Reconnecting to the channel. Your call goes on.': 'تجري إعادة الاتصال بالقناة. مكالمتك مستمرة.',
  'Somebody on the way changes or repeats messages of this channel. This page drops them. If a call does not come about, talk another way and tell the operator.':
    'هناك من يغيّر رسائل هذه القناة أو يكررها في الطريق. تتجاهل هذه الصفحة تلك الرسائل. إذا لم تتم مكالمة، فيُرجى الحديث بطريقة أخرى وإبلاغ مشغّل الخدمة.',
  'Reconnecting to the channel.': 'تجري إعادة الاتصال بالقناة.',
  'The service does not answer yet. Trying again.': 'الخدمة لا تستجيب بعد. تجري المحاولة من جديد.',
  'The channel could not be started: the service does not answer. Check your connection, then try again.':
    'تعذّر فتح القناة: الخدمة لا تستجيب. يُرجى التحقق من اتصالك، ثم المحاولة من جديد.',
  'Too many channels were started in the last hour. Wait a while, then try again.':
    'فُتحت قنوات كثيرة جدًا في الساعة الأخيرة. يُرجى الانتظار بعض الوقت، ثم المحاولة من جديد.',
  'The service is very busy, and your browser did not finish the task that it was given. Wait a minute, then try again.':
    'الخدمة مشغولة جدًا، ولم يُكمل متصفّحك المهمة المطلوبة منه. يُرجى الانتظار دقيقة، ثم المحاولة من جديد.',
  'Visitors may not start channels here. Ask the operator for one.': 'لا يمكن للزوار فتح قنوات هنا. يُرجى طلب قناة من مشغّل الخدمة.',
  'The service is busy. Wait a moment, then try again.': 'الخدمة مشغولة. يُرجى الانتظار قليلًا، ثم المحاولة من جديد.',
  'A private channel needs a secure address. Open this page with https in front.': 'تحتاج القناة الخاصة إلى عنوان آمن. يُرجى فتح هذه الصفحة مع https في أولها.',
  'Your connection looks good.': 'يبدو اتصالك جيدًا.',
  'Your connection is a little slow. If video freezes, turn the camera off.': 'اتصالك بطيء قليلًا. إذا تجمّدت الصورة، فيُرجى إيقاف الكاميرا.',
  'Your connection is slow: video may freeze. Try turning the camera off.': 'اتصالك بطيء: قد تتجمّد الصورة. يُرجى تجربة إيقاف الكاميرا.',
  'The service does not answer. Check your connection to the internet.': 'الخدمة لا تستجيب. يُرجى التحقق من اتصالك بالإنترنت.',
  'You are offline. Connect to the internet, then join.': 'لا يوجد اتصال بالإنترنت. يُرجى الاتصال به، ثم الانضمام.',
}, { rightToLeft: true });
